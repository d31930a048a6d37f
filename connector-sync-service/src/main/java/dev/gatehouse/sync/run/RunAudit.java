package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.schedule.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** A record of each run. */
@ApplicationScoped
class RunAudit {
  private final AuditTrail trail;

  RunAudit(AuditTrail trail) {
    this.trail = trail;
  }

  void record(Lease lease, Cause cause, SyncRun run) {
    trail.record(
        new AuditTrail.Deed(
            lease.organisation(),
            cause.actor(),
            "connector.sync",
            Target.of("connector", lease.connector().toString(), lease.manifest().name()),
            outcome(run),
            run.startedAt,
            run.finishedAt,
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
    detail.put("added", Integer.toString(run.added));
    detail.put("changed", Integer.toString(run.changed));
    detail.put("removed", Integer.toString(run.removed));
    detail.put("refused", Integer.toString(run.refused));
    if (run.reason != null) {
      detail.put("reason", run.reason);
    }
    return detail;
  }
}
