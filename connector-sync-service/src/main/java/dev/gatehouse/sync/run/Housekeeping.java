package dev.gatehouse.sync.run;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.schedule.SyncConfig;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Forgets old runs. */
@ApplicationScoped
class Housekeeping {
  private final Tenancy tenancy;
  private final SyncRunRepository runs;
  private final SyncConfig config;

  Housekeeping(Tenancy tenancy, SyncRunRepository runs, SyncConfig config) {
    this.tenancy = tenancy;
    this.runs = runs;
    this.config = config;
  }

  @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = ApplicationNotRunning.class)
  void run() {
    tenancy.asPlatform(() -> runs.forget(Instant.now().minus(config.historyKept())));
  }
}
