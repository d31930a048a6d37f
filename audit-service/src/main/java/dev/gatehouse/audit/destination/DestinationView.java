package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.export.ExportFormat;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A destination as the API gives it.
 *
 * @param state {@code OFF}, {@code OK}, or {@code FAILING}: then {@code problem} says why, and it
 *     is tried again at {@code nextTry}
 * @param hasCredentials whether headers are kept; they are never given back
 * @param delivered records that it has acknowledged
 * @param missed records that left the trail at their time before it had acknowledged them
 * @param failures in a row
 */
record DestinationView(
    UUID id,
    String name,
    DestinationDocument.Kind kind,
    String url,
    ExportFormat format,
    int everySeconds,
    boolean enabled,
    boolean hasCredentials,
    @Nullable String certificateAuthority,
    boolean silenceAcknowledges,
    State state,
    long delivered,
    @Nullable Instant deliveredAt,
    long missed,
    int failures,
    @Nullable Instant failingSince,
    @Nullable String problem,
    @Nullable Instant nextTry,
    Instant createdAt) {

  enum State {
    OFF,
    OK,
    FAILING
  }

  static DestinationView of(Destination d) {
    boolean failing = d.failures() > 0;
    return new DestinationView(
        d.id(),
        d.document().name(),
        d.document().kind(),
        d.document().url().toString(),
        d.document().format(),
        d.document().everySeconds(),
        d.enabled(),
        d.credentials() != null,
        d.document().certificateAuthority(),
        d.document().silenceAcknowledges(),
        !d.enabled() ? State.OFF : failing ? State.FAILING : State.OK,
        d.delivered(),
        d.deliveredAt(),
        d.missed(),
        d.failures(),
        d.failingSince(),
        d.problem(),
        d.enabled() ? d.dueAt() : null,
        d.createdAt());
  }
}
