package dev.gatehouse.sync.health;

import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.exploration.Exploration;
import dev.gatehouse.sync.exploration.Findings;
import dev.gatehouse.sync.schedule.HealthNews;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Looks now and then whether an upstream answers the first request of a conversation, so that its
 * state is not as old as its last sync. One that comes back is synced at once.
 */
@ApplicationScoped
class Probes {
  private static final Logger LOG = Logger.getLogger(Probes.class);
  private static final int AT_A_TIME = 32;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final ScheduleRepository schedules;
  private final Exploration exploration;
  private final HealthNews health;
  private final Outbox outbox;
  private final Tenancy tenancy;
  private final SyncConfig config;
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("probe-", 0).factory());

  Probes(
      ScheduleRepository schedules,
      Exploration exploration,
      HealthNews health,
      Outbox outbox,
      Tenancy tenancy,
      SyncConfig config) {
    this.schedules = schedules;
    this.exploration = exploration;
    this.health = health;
    this.outbox = outbox;
    this.tenancy = tenancy;
    this.config = config;
  }

  @Scheduled(
      every = "{gatehouse.sync.tick}",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void startDue() {
    if (!config.probeInterval().isPositive()) {
      return;
    }
    int permits = free.drainPermits();
    List<Lease> due = List.of();
    try {
      if (permits > 0) {
        due = tenancy.asPlatform(() -> schedules.claimProbes(permits, config.probeInterval()));
      }
    } finally {
      free.release(permits - due.size());
    }
    due.forEach(seen -> threads.execute(() -> probe(seen)));
  }

  private void probe(Lease seen) {
    try {
      Findings found = exploration.look(seen.manifest(), config.probeLimit());
      if (found.health() == HealthChanged.State.UNREACHABLE) { // once may be chance
        Thread.sleep(LOOK_AGAIN);
        found = exploration.look(seen.manifest(), config.probeLimit());
      }
      HealthChanged.State state = found.health();
      if (state != null) {
        Findings last = found;
        tenancy.in(
            seen.organisation(),
            () -> {
              QuarkusTransaction.requiringNew().run(() -> tell(seen, state, last));
              return true;
            });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "Connector %s could not be looked at", seen.connector());
    } finally {
      free.release();
    }
  }

  /** What a run has found meanwhile counts, as does a connector that leads elsewhere now. */
  private void tell(Lease seen, HealthChanged.State state, Findings found) {
    outbox.lock(seen.organisation());
    schedules
        .lock(seen)
        .ifPresent(schedule -> {
          boolean back =
              state == HealthChanged.State.CONNECTED
                  && schedule.health() == HealthChanged.State.UNREACHABLE;
          health.tell(schedule, state, found.reason());
          if (back && !schedule.isPutOff()) {
            schedule.dueNow();
          }
        });
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
