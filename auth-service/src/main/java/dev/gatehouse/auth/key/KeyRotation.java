package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Replaces signing keys when it is time, or when an operator says so. */
@ApplicationScoped
class KeyRotation {
  private static final Logger LOG = Logger.getLogger(KeyRotation.class);

  private final SigningKeys stored;
  private final KeySchedule schedule;
  private final KeyRing ring;

  KeyRotation(SigningKeys stored, KeySchedule schedule, KeyRing ring) {
    this.stored = stored;
    this.schedule = schedule;
    this.ring = ring;
  }

  @Scheduled(
      every = "1m",
      delayed = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void whenDue() {
    try {
      ring.refresh();
      change(Actor.service("auth"), keys -> schedule.due(keys, Instant.now()));
    } catch (VaultException e) {
      LOG.warnf("The signing keys cannot be looked after in the vault: %s", e.kind());
    }
  }

  /**
   * Publishes the next key, which signs after a while; tokens that are out stay good.
   *
   * @throws VaultException if the vault is away or refuses
   */
  void now(Actor operator) {
    change(operator, keys -> schedule.rotated(keys, Instant.now()));
  }

  /**
   * Forgets all keys for a new one that signs at once; every access token that is out stops to be
   * good as soon as resource servers load the keys anew.
   *
   * @throws VaultException if the vault is away or refuses
   */
  void discard(Actor operator) {
    JWKSet fresh = schedule.first(Instant.now());
    for (int tries = 0; tries < 5; tries++) {
      change(operator, _ -> fresh);
      if (ring.signing().getKeyID().equals(fresh.getKeys().getFirst().getKeyID())) {
        return;
      }
    }
    throw new IllegalStateException("other replicas keep changing the signing keys");
  }

  private void change(Actor actor, UnaryOperator<JWKSet> change) {
    ring.take(stored.change(actor, change));
  }
}
