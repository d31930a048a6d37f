package dev.gatehouse.auth.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a record of a security decision in the transaction of that decision, and counts it as
 * {@code gatehouse_auth_decisions}.
 */
@ApplicationScoped
public class AuditLog {
  private final Outbox outbox;
  private final CurrentRequest request;
  private final MeterRegistry meters;

  AuditLog(Outbox outbox, CurrentRequest request, MeterRegistry meters) {
    this.outbox = outbox;
    this.request = request;
    this.meters = meters;
  }

  /**
   * Adds a record.
   *
   * @param organisation whose record it is, or {@code EventKey.PLATFORM} where none is known
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void add(String organisation, Decided decided) {
    countOnly(decided);
    append(organisation, decided, Phase.EVENT, null);
  }

  /**
   * Adds a record before an effect that no transaction of ours covers; returns its id.
   *
   * @param attempted with an outcome that is unknown
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public String addAttempt(String organisation, Decided attempted) {
    return append(organisation, attempted, Phase.ATTEMPT, null);
  }

  /**
   * Adds what came of an attempt.
   *
   * @param attempt id of its record
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void addOutcome(String organisation, String attempt, Decided ended) {
    countOnly(ended);
    append(organisation, ended, Phase.OUTCOME, attempt);
  }

  private String append(
      String organisation, Decided decided, Phase phase, @Nullable String attempt) {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            id,
            Instant.now(),
            organisation,
            "auth",
            phase,
            attempt,
            decided.actor(),
            decided.action(),
            decided.target(),
            decided.decision(),
            decided.outcome(),
            null,
            null,
            null,
            traceId(),
            sourceAddress(),
            decided.detail()));
    return id;
  }

  /** Counts one of many refusals of which there are enough records. */
  public void countOnly(Decided decided) {
    meters
        .counter(
            "gatehouse_auth_decisions",
            "action",
            decided.action(),
            "outcome",
            decided.outcome().status().name().toLowerCase(Locale.ROOT))
        .increment();
  }

  private static @Nullable String traceId() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }

  private @Nullable String sourceAddress() {
    RoutingContext current = request.find();
    return current == null || current.request().remoteAddress() == null
        ? null
        : current.request().remoteAddress().hostAddress();
  }
}
