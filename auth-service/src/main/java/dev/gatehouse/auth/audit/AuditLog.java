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
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            UuidCreator.getTimeOrderedEpoch().toString(),
            Instant.now(),
            organisation,
            "auth",
            Phase.EVENT,
            null,
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
