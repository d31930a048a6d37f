package dev.gatehouse.audit.digest;

import dev.gatehouse.platform.vault.VaultException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Signs now and then; what cannot be signed now is signed the next time. */
@Startup
@ApplicationScoped
class DigestSchedule {
  private static final Logger LOG = Logger.getLogger(DigestSchedule.class);

  private final Digests digests;
  private final DigestConfig config;
  private volatile long signedAt = Instant.now().getEpochSecond();

  DigestSchedule(Digests digests, DigestConfig config, MeterRegistry meters) {
    this.digests = digests;
    this.config = config;
    Gauge.builder("gatehouse.audit.digest.signed", this, schedule -> schedule.signedAt)
        .description("When all chains were last signed, or the service started")
        .baseUnit("seconds")
        .register(meters);
  }

  @Scheduled(
      every = "{gatehouse.audit.digest.every}",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sign() {
    try {
      digests.sign();
      signedAt = Instant.now().getEpochSecond();
    } catch (VaultException | IllegalStateException e) {
      LOG.errorf("Audit chains are not signed; the next try is in %s: %s", config.every(), e);
    }
  }
}
