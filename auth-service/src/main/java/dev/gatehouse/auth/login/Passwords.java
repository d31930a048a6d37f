package dev.gatehouse.auth.login;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with the least memory that OWASP advises (19 MiB, two passes). A few derivations run at
 * a time, so that many sign-ins at once cost time and not memory.
 */
@ApplicationScoped
class Passwords {
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final int SALT_BYTES = 16;

  private final Semaphore permits = new Semaphore(4);
  private final String nobodys = hash("the password of nobody");

  String hash(String password) {
    return limited(
        () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult());
  }

  /**
   * Whether the password is the one of the hash; takes as long if there is no hash, so that nobody
   * learns which accounts exist.
   */
  boolean verify(String password, @Nullable String hash) {
    String stored = hash == null ? nobodys : hash;
    boolean same =
        limited(() ->
            Password.check(password, stored).with(Argon2Function.getInstanceFromHash(stored)));
    return same && hash != null;
  }

  private <T> T limited(Supplier<T> work) {
    permits.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }
}
