package dev.gatehouse.auth.login;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with the least memory that OWASP advises (19 MiB, two passes). A few derivations run at
 * a time, and the others wait for a moment only: many sign-ins at once take neither the memory nor
 * the threads of other requests.
 */
@ApplicationScoped
class Passwords {
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final int SALT_BYTES = 16;
  private static final int LONGEST_WAIT_SECONDS = 2;

  /** A hash of the same cost that no account has. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$39Ua9zseEF9ILxePx4ZAnw"
          + "$b49z1i9G9XlEt03B+1x0nAgLockeChgLhJQ9zivLTeo";

  private final Semaphore permits = new Semaphore(4);

  String hash(String password) {
    permits.acquireUninterruptibly();
    try {
      return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
    } finally {
      permits.release();
    }
  }

  /** Does something of which few may be under way at a time; empty if too many are. */
  <T> Optional<T> oneOfFew(Supplier<T> work) {
    if (!admitted()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      permits.release();
    }
  }

  /**
   * Whether the password is the one of the hash; takes as long if there is no hash, so that nobody
   * learns which accounts exist. To be called by one of few.
   */
  boolean verify(String password, @Nullable String hash) {
    String stored = hash == null ? NOBODYS : hash;
    boolean same =
        Password.check(password, stored).with(Argon2Function.getInstanceFromHash(stored));
    return same && hash != null;
  }

  private boolean admitted() {
    try {
      return permits.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
