package dev.gatehouse.sync.run;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Runs what is due, and what is asked for, on virtual threads; a bounded number at a time. */
@ApplicationScoped
class RunPool {
  private static final Logger LOG = Logger.getLogger(RunPool.class);

  /** How much longer than a run a lease is held: time to tell what was found. */
  private static final Duration TIME_TO_TELL = Duration.ofSeconds(60);

  private final ScheduleRepository schedules;
  private final SyncRunner runner;
  private final Tenancy tenancy;
  private final Duration leaseTime;
  private final int perHost;
  private final Semaphore free;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sync-", 0).factory());

  RunPool(
      ScheduleRepository schedules,
      SyncRunner runner,
      Tenancy tenancy,
      SyncConfig config,
      MeterRegistry meters) {
    this.schedules = schedules;
    this.runner = runner;
    this.tenancy = tenancy;
    this.perHost = config.concurrentRunsPerHost();
    this.leaseTime = config.runLimit().plus(TIME_TO_TELL);
    this.free = new Semaphore(config.concurrentRuns());
    meters.gauge(
        "gatehouse_sync_runs_active", free, f -> config.concurrentRuns() - f.availablePermits());
  }

  /** How long a lease of a run is to be. */
  Duration leaseTime() {
    return leaseTime;
  }

  /** Begins a run under a lease, beyond the bound if need be: somebody waits for it. */
  Future<Optional<RunResult>> start(Lease lease, Cause cause, Progress progress) {
    return threads.submit(Context.current().wrap(() -> runner.run(lease, cause, progress)));
  }

  @Scheduled(
      every = "{gatehouse.sync.tick}",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void startDue() {
    int permits = free.drainPermits();
    if (permits == 0) {
      return;
    }
    List<Lease> due = List.of();
    try {
      due = tenancy.asPlatform(() -> schedules.claimDue(permits, perHost, leaseTime));
    } finally {
      free.release(permits - due.size());
    }
    due.forEach(lease -> threads.execute(() -> runScheduled(lease)));
  }

  private void runScheduled(Lease lease) {
    try {
      runner.run(lease, new Cause.Scheduled(), Progress.NONE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "A run of connector %s could not be finished", lease.connector());
    } finally {
      free.release();
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
