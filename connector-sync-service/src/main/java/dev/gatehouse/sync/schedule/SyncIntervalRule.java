package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Upstreams belong to others: in production they are not asked more often than once a minute. */
@ApplicationScoped
class SyncIntervalRule implements ReadinessRule {
  private static final Duration LEAST = Duration.ofMinutes(1);

  private final SyncConfig config;

  SyncIntervalRule(SyncConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    return mode == RunMode.LOCAL || config.interval().compareTo(LEAST) >= 0
        ? List.of()
        : List.of(
            new Violation(
                "gatehouse.sync.interval",
                "'" + config.interval() + "' would flood the upstreams of all organisations.",
                "Set a minute or more."));
  }
}
