package dev.gatehouse.registry.idempotency;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a request with a key may do. */
sealed interface Claim {

  /** It is the first with this key. */
  record First() implements Claim {}

  /** The first one is under way, or the service ended in the middle of it. */
  record InUse() implements Claim {}

  /** The first one asked for something else. */
  record Other() implements Claim {}

  /** The first one has been answered. */
  record Answered(Answer answer) implements Claim {}

  /**
   * The answer to the first one.
   *
   * @param body of {@code type}; null if it had none
   */
  record Answer(
      int status,
      @Nullable String type,
      @Nullable URI location,
      @Nullable String tag,
      @Nullable String body) {}
}
