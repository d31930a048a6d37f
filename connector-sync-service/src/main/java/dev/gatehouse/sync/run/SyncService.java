package dev.gatehouse.sync.run;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.limit.WaitingRequests;
import dev.gatehouse.sync.schedule.KnownConnectors;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.Schedule;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Syncs on demand. */
@ApplicationScoped
class SyncService {
  private static final int HISTORY_SHOWN = 50;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final KnownConnectors connectors;
  private final ScheduleRepository schedules;
  private final SyncRunRepository runs;
  private final RunPool pool;
  private final CurrentCaller callers;
  private final SyncConfig config;
  private final WaitingRequests waiting;

  SyncService(
      KnownConnectors connectors,
      ScheduleRepository schedules,
      SyncRunRepository runs,
      RunPool pool,
      CurrentCaller callers,
      SyncConfig config,
      WaitingRequests waiting) {
    this.connectors = connectors;
    this.schedules = schedules;
    this.runs = runs;
    this.pool = pool;
    this.callers = callers;
    this.config = config;
    this.waiting = waiting;
  }

  /** Runs now, after a run that is under way, and waits for the end. */
  RunResult run(UUID connector, Progress progress) throws InterruptedException {
    Caller caller = callers.get();
    Cause cause = new Cause.Requested(AuditTrail.of(caller));
    try (var _ = waiting.enter(caller.organisation())) {
      return run(connector, cause, progress);
    }
  }

  private RunResult run(UUID connector, Cause cause, Progress progress)
      throws InterruptedException {
    requireActive(connectors.await(connector));
    // Long enough for a run that is under way to end.
    Instant deadline = Instant.now().plus(config.runLimit()).plus(GRACE);
    while (Instant.now().isBefore(deadline)) {
      Optional<Lease> lease = schedules.claim(connector, pool.leaseTime());
      Optional<RunResult> result = lease.flatMap(held -> finish(held, cause, progress));
      if (result.isPresent()) {
        return result.get();
      }
      Thread.sleep(LOOK_AGAIN);
      requireActive(connectors.get(connector));
    }
    throw ProblemException.of(
        CommonProblem.UNAVAILABLE, "Another run of the connector is under way; try again.");
  }

  /** That there is such a connector, before an answer begins. */
  void require(UUID connector) throws InterruptedException {
    requireActive(connectors.await(connector));
  }

  /** The latest runs, newest first. */
  List<RunResult> history(UUID connector) {
    UUID known = connectors.get(connector).connector();
    return runs.latest(known, HISTORY_SHOWN).stream().map(RunResult::of).toList();
  }

  private Optional<RunResult> finish(Lease lease, Cause cause, Progress progress) {
    try {
      return pool.start(lease, cause, progress).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service ends", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run could not be finished", e.getCause());
    }
  }

  private static void requireActive(Schedule schedule) {
    if (!schedule.isActive()) {
      throw ProblemException.of(CommonProblem.CONFLICT, "The connector is switched off.");
    }
  }
}
