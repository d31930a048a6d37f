package dev.gatehouse.audit.query;

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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records that somebody read the trail. It goes through the outbox, in the transaction of the
 * query: who could not be recorded gets no answer. There is no loop in it, because what is recorded
 * is a caller's request, and ingest is not one.
 */
@ApplicationScoped
public class ReadRecords {
  private final Outbox outbox;
  private final HttpServerRequest request;

  ReadRecords(Outbox outbox, HttpServerRequest request) {
    this.outbox = outbox;
    this.request = request;
  }

  /**
   * @param what the list, or the one record that was asked for
   * @param detail filters and how many records were shown
   */
  void append(Caller caller, Target what, Outcome outcome, Map<String, String> detail) {
    append(caller, "audit.read", what, outcome, detail);
  }

  /** The same for another action, in a transaction of its own where there is none. */
  @Transactional
  public void record(
      Caller caller, String action, Target what, Outcome outcome, Map<String, String> detail) {
    append(caller, action, what, outcome, detail);
  }

  /** The same for another action, in the transaction of what is done. */
  public void append(
      Caller caller, String action, Target what, Outcome outcome, Map<String, String> detail) {
    SpanContext span = Span.current().getSpanContext();
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            UuidCreator.getTimeOrderedEpoch().toString(),
            Instant.now(),
            caller.organisation(),
            "audit",
            Phase.EVENT,
            null,
            new Actor(caller.user(), caller.client(), caller.apiKey(), caller.grant(), null),
            action,
            what,
            Decision.ALLOWED,
            outcome,
            null,
            null,
            null,
            span.isValid() ? span.getTraceId() : null,
            address(),
            detail));
  }

  private @Nullable String address() {
    SocketAddress address = request.remoteAddress();
    return address == null ? null : address.hostAddress();
  }
}
