package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.Schedule;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
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
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ScheduleRepository schedules;
  private final SyncRunRepository runs;
  private final RunPool pool;
  private final CurrentCaller callers;
  private final SyncConfig config;
  private final WaitingRequests waiting;

  SyncService(
      ScheduleRepository schedules,
      SyncRunRepository runs,
      RunPool pool,
      CurrentCaller callers,
      SyncConfig config,
      WaitingRequests waiting) {
    this.schedules = schedules;
    this.runs = runs;
    this.pool = pool;
    this.callers = callers;
    this.config = config;
    this.waiting = waiting;
  }

  /** Runs now, after a run that is under way, and waits for the end. */
  RunResult run(UUID connector) throws InterruptedException {
    Caller caller = callers.get();
    Cause cause =
        new Cause.Requested(
            new Actor(caller.user(), caller.client(), caller.apiKey(), caller.grant(), null));
    try (var _ = waiting.enter(caller.organisation())) {
      return run(connector, cause);
    }
  }

  private RunResult run(UUID connector, Cause cause) throws InterruptedException {
    Instant deadline = Instant.now().plus(config.runLimit());
    requireActive(await(connector));
    while (Instant.now().isBefore(deadline)) {
      Optional<Lease> lease = schedules.claim(connector, pool.leaseTime());
      Optional<RunResult> result = lease.flatMap(held -> finish(held, cause));
      if (result.isPresent()) {
        return result.get();
      }
      Thread.sleep(LOOK_AGAIN);
      requireActive(get(connector));
    }
    throw ProblemException.of(
        CommonProblem.UNAVAILABLE, "Another run of the connector is under way; try again.");
  }

  /** The latest runs, newest first. */
  List<RunResult> history(UUID connector) {
    UUID known = get(connector).connector();
    return runs.latest(known, HISTORY_SHOWN).stream().map(RunResult::of).toList();
  }

  private Optional<RunResult> finish(Lease lease, Cause cause) {
    try {
      return pool.start(lease, cause).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service ends", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run could not be finished", e.getCause());
    }
  }

  /** A connector that was made a moment ago may not have been heard of yet. */
  private Schedule await(UUID connector) throws InterruptedException {
    Instant now = Instant.now();
    boolean mayCome = NewConnector.mayBe(connector, now);
    Instant deadline = mayCome ? now.plus(config.waitForConnector()) : now;
    Optional<Schedule> found = schedules.look(connector);
    while (found.isEmpty() && Instant.now().isBefore(deadline)) {
      Thread.sleep(LOOK_AGAIN);
      found = schedules.look(connector);
    }
    return found.orElseThrow(SyncService::notFound);
  }

  private Schedule get(UUID connector) {
    return schedules.look(connector).orElseThrow(SyncService::notFound);
  }

  private static void requireActive(Schedule schedule) {
    if (!schedule.isActive()) {
      throw ProblemException.of(CommonProblem.CONFLICT, "The connector is switched off.");
    }
  }

  private static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
  }
}
