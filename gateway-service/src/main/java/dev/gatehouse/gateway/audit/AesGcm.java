package dev.gatehouse.gateway.audit;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits before the text and the tag of 128
 * bits behind it. The JDK's own cipher, and random bytes fetched for many nonces at a time, are
 * kept for each thread: a call seals up to two texts, and asking the provider each time costs more
 * than the cipher does.
 */
final class AesGcm {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int OVERHEAD = NONCE + TAG_BITS / 8;

  private static final ThreadLocal<Tools> TOOLS = ThreadLocal.withInitial(Tools::new);

  private final SecretKey key;

  /**
   * @param key 32 bytes
   */
  AesGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  byte[] encrypt(byte[] plain, byte[] associated) throws GeneralSecurityException {
    Tools tools = TOOLS.get();
    byte[] sealed = new byte[plain.length + OVERHEAD];
    tools.nonces.next(sealed);
    Cipher cipher = tools.cipher(Cipher.ENCRYPT_MODE, key, sealed);
    cipher.updateAAD(associated);
    cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
    return sealed;
  }

  /**
   * @throws GeneralSecurityException if one of the two was changed, or the key is another
   */
  byte[] decrypt(byte[] sealed, byte[] associated) throws GeneralSecurityException {
    if (sealed.length < OVERHEAD) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    Cipher cipher = TOOLS.get().cipher(Cipher.DECRYPT_MODE, key, sealed);
    cipher.updateAAD(associated);
    return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
  }

  /** What one thread keeps. */
  private static final class Tools {
    private final Nonces nonces = new Nonces();
    private final Cipher cipher;

    Tools() {
      try {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has AES-GCM", e);
      }
    }

    Cipher cipher(int mode, SecretKey key, byte[] sealed) throws GeneralSecurityException {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
      return cipher;
    }
  }

  /** Random bytes, each of them used once. */
  private static final class Nonces {
    private final SecureRandom random = new SecureRandom();
    private final byte[] fetched = new byte[NONCE * 256];
    private int used = fetched.length;

    void next(byte[] into) {
      if (used == fetched.length) {
        random.nextBytes(fetched);
        used = 0;
      }
      System.arraycopy(fetched, used, into, 0, NONCE);
      used += NONCE;
    }
  }
}
