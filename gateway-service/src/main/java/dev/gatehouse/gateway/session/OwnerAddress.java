package dev.gatehouse.gateway.session;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hides the address of a replica in the ids that clients carry: what a cluster looks like inside is
 * nobody's business. The id's signature is over the hidden form (encrypt, then MAC), and its random
 * part, which no two ids have in common, is the initial counter block.
 */
final class OwnerAddress {
  private final SecretKey key;

  OwnerAddress(SessionKey keys) {
    this.key =
        new SecretKeySpec(keys.derive("gatehouse gateway replica address v1").getEncoded(), "AES");
  }

  /**
   * @return length, then the hidden bytes, padded so that an id has one spelling in Base64
   */
  byte[] hide(@Nullable URI address, byte[] nonce) {
    byte[] plain = address == null ? new byte[0] : Replica.bytes(address);
    byte[] padded = Arrays.copyOf(plain, (plain.length + 2) / 3 * 3);
    byte[] hidden = new byte[1 + padded.length];
    hidden[0] = (byte) plain.length;
    System.arraycopy(apply(Cipher.ENCRYPT_MODE, padded, nonce), 0, hidden, 1, padded.length);
    return hidden;
  }

  /** Null if there is none. */
  @Nullable URI show(byte[] hidden, byte[] nonce) {
    int length = Byte.toUnsignedInt(hidden[0]);
    if (length == 0) {
      return null;
    }
    byte[] plain = apply(Cipher.DECRYPT_MODE, Arrays.copyOfRange(hidden, 1, hidden.length), nonce);
    return URI.create(new String(plain, 0, length, StandardCharsets.UTF_8));
  }

  private byte[] apply(int mode, byte[] bytes, byte[] nonce) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }
}
