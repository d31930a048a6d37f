package dev.gatehouse.audit.trail;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code audit_record}: the whole record as canonical JSON and what filters look at.
 *
 * @param occurredAt in microseconds, as PostgreSQL keeps it
 * @param tool at the connector; the name that was asked for where there is no such tool
 * @param exposedAs its name in the gateway, where it is another
 * @param actor the user, else the API key, else the client, else the service
 * @param record canonical JSON
 * @param ingestedAt in microseconds
 * @param skewed whether its sender's clock was ahead of ours
 */
public record TrailRow(
    UUID id,
    String organisation,
    Instant occurredAt,
    String service,
    String phase,
    @Nullable UUID attempt,
    String action,
    @Nullable String tool,
    @Nullable String exposedAs,
    @Nullable String connector,
    @Nullable String gateway,
    @Nullable String actor,
    @Nullable String apiKey,
    @Nullable String client,
    String outcome,
    @Nullable Long durationMicros,
    @Nullable String traceId,
    String record,
    Instant ingestedAt,
    boolean skewed,
    RetentionClass retentionClass) {

  /**
   * @param canonical the record's canonical JSON, with members that this version does not know
   * @throws IllegalArgumentException if an id is no UUID
   */
  public static TrailRow of(AuditRecord record, String canonical) {
    return of(record, canonical, Instant.now(), false, RetentionClass.STANDARD);
  }

  /**
   * @param canonical the record's canonical JSON, with members that this version does not know
   * @throws IllegalArgumentException if an id is no UUID
   */
  public static TrailRow of(
      AuditRecord record,
      String canonical,
      Instant ingestedAt,
      boolean skewed,
      RetentionClass retentionClass) {
    Target target = record.target();
    String called = "tool".equals(target.kind()) ? target.name() : null;
    String tool = target.tool() != null ? target.tool() : called;
    return new TrailRow(
        UUID.fromString(record.id()),
        record.organisation(),
        record.occurredAt().truncatedTo(ChronoUnit.MICROS),
        ColumnText.clip(record.service()),
        record.phase().name(),
        record.attempt() == null ? null : UUID.fromString(record.attempt()),
        ColumnText.clip(record.action()),
        ColumnText.of(tool),
        Objects.equals(called, tool) ? null : ColumnText.of(called),
        ColumnText.of(target.connector()),
        ColumnText.of(target.gateway()),
        ColumnText.of(principal(record.actor())),
        ColumnText.of(record.actor().apiKey()),
        ColumnText.of(record.actor().client()),
        record.outcome().status().name(),
        record.durationMicros(),
        ColumnText.of(record.traceId()),
        canonical,
        ingestedAt.truncatedTo(ChronoUnit.MICROS),
        skewed,
        retentionClass);
  }

  /** The day that the record belongs to for good. */
  public LocalDate day() {
    return LocalDate.ofInstant(occurredAt, ZoneOffset.UTC);
  }

  private static @Nullable String principal(Actor actor) {
    if (actor.user() != null) {
      return actor.user();
    }
    if (actor.apiKey() != null) {
      return actor.apiKey();
    }
    return actor.client() != null ? actor.client() : actor.service();
  }
}
