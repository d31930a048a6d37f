package dev.gatehouse.registry.source;

import dev.gatehouse.registry.server.Offer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an entry that a source has. */
sealed interface ReadEntry {
  /**
   * @param updatedAt as the source says it
   */
  record Taken(Offer offer, @Nullable Instant updatedAt) implements ReadEntry {}

  record Refused(Refusal refusal) implements ReadEntry {}
}
