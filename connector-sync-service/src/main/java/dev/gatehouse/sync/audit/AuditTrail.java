package dev.gatehouse.sync.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Records in the transaction of what they tell. No detail holds a secret. */
@ApplicationScoped
public class AuditTrail {
  private static final String SERVICE = "connector-sync";

  private final Outbox outbox;

  AuditTrail(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Who acts when this service does so by itself. */
  public static Actor itself() {
    return Actor.service(SERVICE);
  }

  public static Actor of(Caller caller) {
    return new Actor(caller.user(), caller.client(), caller.apiKey(), caller.grant(), null);
  }

  /** What was done, by whom, to what, from when to when. */
  public record Deed(
      String organisation,
      Actor actor,
      String action,
      Target target,
      Outcome outcome,
      Instant began,
      Instant ended,
      Map<String, String> detail) {}

  /** Lock the outbox for the organisation first. */
  public void record(Deed deed) {
    SpanContext span = Span.current().getSpanContext();
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            UuidCreator.getTimeOrderedEpoch().toString(),
            deed.ended(),
            deed.organisation(),
            SERVICE,
            Phase.EVENT,
            null,
            deed.actor(),
            deed.action(),
            deed.target(),
            Decision.ALLOWED,
            deed.outcome(),
            Duration.between(deed.began(), deed.ended()).toNanos() / 1_000,
            null,
            null,
            span.isValid() ? span.getTraceId() : null,
            null,
            deed.detail()));
  }
}
