package dev.gatehouse.sync.run;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.exploration.Exploration;
import dev.gatehouse.sync.exploration.Findings;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.Schedule;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Progress;
import dev.gatehouse.sync.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Syncs a connector under a lease. The upstream is asked outside of any transaction; what was found
 * is told, kept and audited in one, and only if the lease is still the newest.
 */
@ApplicationScoped
class SyncRunner {
  private static final Logger LOG = Logger.getLogger(SyncRunner.class);

  private final Exploration exploration;
  private final ScheduleRepository schedules;
  private final SyncRunRepository runs;
  private final KnownTools known;
  private final RunPublication publication;
  private final RunAudit audit;
  private final Outbox outbox;
  private final Tenancy tenancy;
  private final SyncConfig config;
  private final MeterRegistry meters;
  private final RandomGenerator random = RandomGenerator.getDefault();

  SyncRunner(
      Exploration exploration,
      ScheduleRepository schedules,
      SyncRunRepository runs,
      KnownTools known,
      RunPublication publication,
      RunAudit audit,
      Outbox outbox,
      Tenancy tenancy,
      SyncConfig config,
      MeterRegistry meters) {
    this.exploration = exploration;
    this.schedules = schedules;
    this.runs = runs;
    this.known = known;
    this.publication = publication;
    this.audit = audit;
    this.outbox = outbox;
    this.tenancy = tenancy;
    this.config = config;
    this.meters = meters;
  }

  /** Empty if the lease has passed on meanwhile; nothing was told then. */
  Optional<RunResult> run(Lease lease, Cause cause, Progress progress) throws InterruptedException {
    Instant started = Instant.now();
    Findings findings = exploration.explore(lease.manifest(), config.runLimit(), progress);
    Optional<RunResult> result =
        tenancy.in(
            lease.organisation(),
            () ->
                QuarkusTransaction.requiringNew()
                    .call(() -> finish(lease, cause, started, findings)));
    count(result.map(RunResult::outcome).orElse("superseded"), started);
    return result;
  }

  private Optional<RunResult> finish(Lease lease, Cause cause, Instant started, Findings findings) {
    outbox.lock(lease.organisation()); // before any row, as everywhere
    Optional<Schedule> held = schedules.lock(lease);
    if (held.isEmpty()) {
      LOG.infof("A run of connector %s is not told: it was overtaken", lease.connector());
      return Optional.empty();
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Map<String, String> before = known.of(lease.organisation(), lease.connector());
    Difference difference = Difference.of(before, findings);
    SyncRun run = new SyncRun(id, lease, cause, started, findings, difference);
    runs.persist(run);
    publication.publish(lease, held.get(), run, findings);
    if (!difference.hashes().equals(before)) {
      known.keep(lease.organisation(), lease.connector(), difference.hashes());
    }
    audit.record(lease, cause, run);
    int failures = findings.outcome() == Outcome.FAILED ? lease.failures() + 1 : 0;
    Instant next =
        NextDue.after(
            run.finishedAt,
            lease.manifest().syncIntervalSeconds(),
            failures,
            findings.retryAfter(),
            config,
            random);
    Duration putOff = findings.retryAfter();
    held.get()
        .finish(
            started,
            new Schedule.Next(
                next,
                failures,
                run.finishedAt.plus(config.probeInterval()),
                putOff == null ? null : next));
    if (findings.outcome() != Outcome.FAILED) {
      held.get()
          .listens(
              Upstreams.tells(lease.manifest().transport()) && findings.server().tellsOfChanges());
    }
    return Optional.of(RunResult.of(run));
  }

  private void count(String outcome, Instant started) {
    meters
        .timer("gatehouse_sync_runs", "outcome", outcome.toLowerCase(Locale.ROOT))
        .record(Duration.between(started, Instant.now()));
  }
}
