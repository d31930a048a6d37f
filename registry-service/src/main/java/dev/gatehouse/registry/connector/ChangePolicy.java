package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a tool whose definition has changed at the upstream. */
public enum ChangePolicy {
  /** The new definition is served at once. */
  AUTO,
  /** The old definition goes on being served, the new one waits for a person. */
  REVIEW,
  /** The tool is not served until a person has approved the new definition. */
  BLOCK;

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if there is no such policy
   */
  @JsonCreator
  public static ChangePolicy of(String value) {
    for (ChangePolicy policy : values()) {
      if (policy.value().equals(value)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("must be one of auto, review, block");
  }
}
