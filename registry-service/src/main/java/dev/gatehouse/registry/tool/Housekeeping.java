package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.outbox.Inbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.feature.FeatureParts;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Forgets what no delivery can refer to any more. */
@ApplicationScoped
class Housekeeping {
  /** Twice as long as the discovery topic keeps its records. */
  private static final Duration EVENTS_KEPT = Duration.ofDays(14);

  private static final Duration UNFINISHED_RUNS_KEPT = Duration.ofDays(1);

  private final Tenancy tenancy;
  private final Inbox inbox;
  private final DiscoveryParts parts;
  private final FeatureParts features;

  Housekeeping(Tenancy tenancy, Inbox inbox, DiscoveryParts parts, FeatureParts features) {
    this.tenancy = tenancy;
    this.inbox = inbox;
    this.parts = parts;
    this.features = features;
  }

  @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = ApplicationNotRunning.class)
  void run() {
    tenancy.asPlatform(() -> {
      Instant now = Instant.now();
      return inbox.forget(now.minus(EVENTS_KEPT))
          + parts.forget(now.minus(UNFINISHED_RUNS_KEPT))
          + features.forget(now.minus(UNFINISHED_RUNS_KEPT));
    });
  }
}
