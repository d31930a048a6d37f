package dev.gatehouse.registry.idempotency;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets keys whose time is over. */
@ApplicationScoped
class ExpiredKeys {
  private final Tenancy tenancy;
  private final IdempotencyKeys keys;

  ExpiredKeys(Tenancy tenancy, IdempotencyKeys keys) {
    this.tenancy = tenancy;
    this.keys = keys;
  }

  @Scheduled(every = "1h", delayed = "7m", skipExecutionIf = ApplicationNotRunning.class)
  void purge() {
    tenancy.asPlatform(keys::purge);
  }
}
