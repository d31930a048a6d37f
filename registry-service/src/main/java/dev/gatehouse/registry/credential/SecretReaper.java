package dev.gatehouse.registry.credential;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Destroys secrets that nothing refers to. Vault away: they stay on the list. */
@ApplicationScoped
class SecretReaper {
  private static final Logger LOG = Logger.getLogger(SecretReaper.class);
  private static final int BATCH = 20;
  private static final int MAX_FAILURES = 3;

  /** After a failure, so that others come first. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private final Tenancy tenancy;
  private final AbandonedSecrets abandoned;
  private final Vault vault;
  private final Counter destroyed;

  SecretReaper(Tenancy tenancy, AbandonedSecrets abandoned, Vault vault, MeterRegistry meters) {
    this.tenancy = tenancy;
    this.abandoned = abandoned;
    this.vault = vault;
    this.destroyed = meters.counter("gatehouse_registry_secrets_destroyed");
  }

  @Scheduled(
      every = "{gatehouse.credentials.reap-every}",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void reap() {
    tenancy.asPlatform(() -> QuarkusTransaction.requiringNew().call(this::destroyDue));
  }

  /** One that cannot be destroyed must not keep the others. */
  private boolean destroy(String path) {
    try {
      vault.secrets().destroy(path);
      return true;
    } catch (VaultException e) {
      LOG.warn("A secret that is no longer used cannot be destroyed now, trying again", e);
      return false;
    }
  }

  private int destroyDue() {
    List<String> due = abandoned.lockDue(BATCH);
    int count = 0;
    int failures = 0;
    for (String path : due) {
      if (destroy(path)) {
        abandoned.remove(path);
        count++;
      } else {
        abandoned.postpone(path, LATER);
        if (++failures == MAX_FAILURES) {
          break; // Vault itself may be away
        }
      }
    }
    destroyed.increment(count);
    return count;
  }
}
