package dev.gatehouse.gateway.audit;

import dev.gatehouse.gateway.session.SessionKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts bodies on their way through the spool (AES-256-GCM). Keys are derived from the service's
 * own, which outlives a restart and takes no call to anybody: one for each hour, told by the time
 * in a record's id, since replicas share them and random nonces bear 2^32 messages to a key (NIST
 * SP 800-38D section 8.3), which a million records a second would not reach.
 */
@Singleton
public final class BodySeal {
  private static final String PURPOSE = "gatehouse gateway audit spool v2 ";

  /** What was sealed before keys had hours may still lie in a spool. */
  private static final String PURPOSE_WITHOUT_HOUR = "gatehouse gateway audit spool v1";

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int TIME_CHARACTERS = 13; // of a UUIDv7: 12 digits and a dash

  private final Function<String, byte[]> keys;
  private volatile @Nullable Dated sealing;
  private volatile @Nullable Dated opening;

  private record Dated(long hour, AesGcm cipher) {}

  @Inject
  BodySeal(SessionKey keys) {
    this(purpose -> keys.derive(purpose).getEncoded());
  }

  /**
   * @param keys gives 32 bytes for a purpose, always the same
   */
  BodySeal(Function<String, byte[]> keys) {
    this.keys = keys;
  }

  /**
   * @param id of the record that the bodies belong to, a UUIDv7
   */
  byte[] seal(byte[] id, byte[] plain) {
    try {
      Dated of = dated(sealing, id);
      sealing = of;
      return of.cipher().encrypt(plain, id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("bodies cannot be encrypted", e);
    }
  }

  /**
   * @throws GeneralSecurityException if they were changed, or sealed by another key
   */
  byte[] open(byte[] id, byte[] sealed) throws GeneralSecurityException {
    Dated of = dated(opening, id);
    opening = of;
    try {
      return of.cipher().decrypt(sealed, id);
    } catch (GeneralSecurityException e) {
      return new AesGcm(keys.apply(PURPOSE_WITHOUT_HOUR)).decrypt(sealed, id);
    }
  }

  private Dated dated(@Nullable Dated known, byte[] id) {
    long hour = hour(id);
    return known != null && known.hour() == hour
        ? known
        : new Dated(hour, new AesGcm(keys.apply(PURPOSE + hour)));
  }

  private static long hour(byte[] id) {
    long millis = 0;
    for (int i = 0; i < Math.min(id.length, TIME_CHARACTERS); i++) {
      if (id[i] != '-') {
        millis = millis << 4 | Math.max(Character.digit(id[i], 16), 0);
      }
    }
    return millis / HOUR_MILLIS;
  }
}
