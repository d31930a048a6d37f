package dev.gatehouse.registry.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a server, to be put into the catalogue.
 *
 * @param source name of where it comes from
 * @param markedLatest whether the source calls it the latest
 */
public record Offer(
    ServerDocument document,
    ServerStatus status,
    @Nullable String statusMessage,
    Instant statusChangedAt,
    Instant publishedAt,
    boolean markedLatest,
    String source) {

  /** A document alone, active from now on. */
  public static Offer of(ServerDocument document, String source) {
    Instant now = Instant.now();
    return new Offer(document, ServerStatus.ACTIVE, null, now, now, false, source);
  }
}
