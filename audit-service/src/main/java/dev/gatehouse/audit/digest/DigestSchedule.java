package dev.gatehouse.audit.digest;

import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Signs now and then; what cannot be signed now is signed the next time. */
@ApplicationScoped
class DigestSchedule {
  private static final Logger LOG = Logger.getLogger(DigestSchedule.class);

  private final Digests digests;
  private final DigestConfig config;

  DigestSchedule(Digests digests, DigestConfig config) {
    this.digests = digests;
    this.config = config;
  }

  @Scheduled(
      every = "{gatehouse.audit.digest.every}",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sign() {
    try {
      digests.sign();
    } catch (VaultException | IllegalStateException e) {
      LOG.errorf("Audit chains are not signed; the next try is in %s: %s", config.every(), e);
    }
  }
}
