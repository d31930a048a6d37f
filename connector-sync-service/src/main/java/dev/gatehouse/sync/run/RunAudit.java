package dev.gatehouse.sync.run;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.sync.schedule.Lease;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A record of each run. */
@ApplicationScoped
class RunAudit {
  private final Outbox outbox;

  RunAudit(Outbox outbox) {
    this.outbox = outbox;
  }

  void record(Lease lease, Cause cause, SyncRun run) {
    SpanContext span = Span.current().getSpanContext();
    outbox.append(
        Topics.AUDIT,
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            UuidCreator.getTimeOrderedEpoch().toString(),
            run.finishedAt,
            lease.organisation(),
            "connector-sync",
            Phase.EVENT,
            null,
            cause.actor(),
            "connector.sync",
            Target.of("connector", lease.connector().toString(), lease.manifest().name()),
            Decision.ALLOWED,
            outcome(run),
            Duration.between(run.startedAt, run.finishedAt).toNanos() / 1_000,
            null,
            null,
            span.isValid() ? span.getTraceId() : null,
            null,
            detail(run)));
  }

  private static Outcome outcome(SyncRun run) {
    return run.outcome == RunFinished.Outcome.FAILED
        ? new Outcome(Outcome.Status.ERROR, "failed")
        : Outcome.SUCCESS;
  }

  private static Map<String, String> detail(SyncRun run) {
    Map<String, String> detail = new HashMap<>();
    detail.put("run", run.id.toString());
    detail.put("cause", run.cause);
    detail.put("result", RunResult.of(run).outcome());
    detail.put("tools", Integer.toString(run.tools));
    detail.put("refused", Integer.toString(run.refused));
    if (run.reason != null) {
      detail.put("reason", run.reason);
    }
    return detail;
  }
}
