package dev.gatehouse.platform.change;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** An answer that shows one thing in one version; it is sent with an {@code ETag} of it. */
public interface Versioned {

  /** Of the row: another number after each change that a caller can make. */
  @JsonIgnore
  long version();
}
