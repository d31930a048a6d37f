package dev.gatehouse.gateway.audit;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.gatehouse.gateway.session.SessionKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;

/**
 * Encrypts bodies on their way through the spool (AES-256-GCM). The key is derived from the
 * service's own, which outlives a restart and takes no call to anybody.
 */
@Singleton
public final class BodySeal {
  private final Aead aead;

  @Inject
  BodySeal(SessionKey keys) throws GeneralSecurityException {
    this(keys.derive("gatehouse gateway audit spool v1").getEncoded());
  }

  /**
   * @param key 32 bytes
   */
  BodySeal(byte[] key) throws GeneralSecurityException {
    this.aead = new AesGcmJce(key);
  }

  /**
   * @param id of the record that the bodies belong to
   */
  byte[] seal(byte[] id, byte[] plain) {
    try {
      return aead.encrypt(plain, id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("bodies cannot be encrypted", e);
    }
  }

  /**
   * @throws GeneralSecurityException if they were changed, or sealed by another key
   */
  byte[] open(byte[] id, byte[] sealed) throws GeneralSecurityException {
    return aead.decrypt(sealed, id);
  }
}
