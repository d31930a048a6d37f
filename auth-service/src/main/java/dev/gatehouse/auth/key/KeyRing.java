package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys in memory: no call to the vault when a token is signed. They are loaded at the
 * first need and looked at again each minute; while the vault is away the loaded ones go on.
 */
@ApplicationScoped
public class KeyRing {
  private static final Logger LOG = Logger.getLogger(KeyRing.class);
  private static final long PAUSE_NANOS = 2_000_000_000L;

  private final SigningKeys stored;
  private volatile @Nullable JWKSet keys;
  private volatile @Nullable Failure failure;

  KeyRing(SigningKeys stored) {
    this.stored = stored;
  }

  private record Failure(VaultException cause, long atNanos) {}

  /**
   * The key that signs now.
   *
   * @throws VaultException if no key was loaded yet and the vault cannot be used
   */
  public ECKey signing() {
    return KeySchedule.signing(current(), Instant.now());
  }

  /**
   * What verifies tokens that are alive, and those of the key that signs next.
   *
   * @throws VaultException as {@link #signing}
   */
  public JWKSet verifying() {
    return current().toPublicJWKSet();
  }

  boolean loaded() {
    return keys != null;
  }

  @Scheduled(every = "1m", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    try {
      // A vault that has none any more was wiped or is another: the loaded keys are good.
      keys = keys == null ? stored.loadOrCreate() : stored.load();
    } catch (VaultException e) {
      LOG.warnf("The signing keys cannot be read from the vault: %s", e.kind());
    }
  }

  /** What was just written. */
  void take(JWKSet fresh) {
    keys = fresh;
  }

  private JWKSet current() {
    JWKSet loaded = keys;
    return loaded != null ? loaded : load();
  }

  // One at a time, and not again right after a failure: each try may take until the timeout.
  private synchronized JWKSet load() {
    JWKSet loaded = keys;
    if (loaded != null) {
      return loaded;
    }
    Failure before = failure;
    if (before != null && System.nanoTime() - before.atNanos < PAUSE_NANOS) {
      throw before.cause;
    }
    try {
      JWKSet fresh = stored.loadOrCreate();
      keys = fresh;
      return fresh;
    } catch (VaultException e) {
      failure = new Failure(e, System.nanoTime());
      throw e;
    }
  }
}
