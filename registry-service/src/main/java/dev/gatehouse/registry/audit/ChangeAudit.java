package dev.gatehouse.registry.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.security.CurrentCaller;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records each change that a caller made, as part of the transaction that makes it. */
@ApplicationScoped
public class ChangeAudit {
  private static final String SERVICE = "registry";

  /** In characters, of which each may take three bytes and two documents go into a record. */
  private static final int MAX_DOCUMENT = 32_000;

  private final Outbox outbox;
  private final CurrentCaller callers;
  private final CurrentVertxRequest requests;

  ChangeAudit(Outbox outbox, CurrentCaller callers, CurrentVertxRequest requests) {
    this.outbox = outbox;
    this.callers = callers;
    this.requests = requests;
  }

  /**
   * Keeps a record.
   *
   * @param before the thing as it was, without secrets; null if it is new
   * @param after the thing as it is now, without secrets; null if it is gone
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(
      String action, Target target, @Nullable Object before, @Nullable Object after) {
    Map<String, String> detail = new HashMap<>();
    put(detail, "before", before);
    put(detail, "after", after);
    Caller caller = callers.get();
    SpanContext span = Span.current().getSpanContext();
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            UuidCreator.getTimeOrderedEpoch().toString(),
            Instant.now(),
            caller.organisation(),
            SERVICE,
            Phase.EVENT,
            null,
            new Actor(caller.user(), caller.client(), caller.apiKey(), caller.grant(), null),
            action,
            target,
            Decision.ALLOWED,
            Outcome.SUCCESS,
            null,
            null,
            null,
            span.isValid() ? span.getTraceId() : null,
            sourceAddress(),
            detail));
  }

  private @Nullable String sourceAddress() {
    var request = requests.getCurrent();
    return request == null || request.request().remoteAddress() == null
        ? null
        : request.request().remoteAddress().hostAddress();
  }

  private static void put(Map<String, String> detail, String key, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      detail.put(key, cut(Json.mapper().writeValueAsString(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a change could not be written down", e);
    }
  }

  /** The record must fit into an event, with the thing before and after, whatever it lists. */
  private static String cut(String json) {
    return json.length() <= MAX_DOCUMENT ? json : json.substring(0, MAX_DOCUMENT) + "…";
  }
}
