package dev.gatehouse.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of 256 random bits that only its holder knows: codes, refresh tokens, cookies. The
 * database has its SHA-256.
 */
public record OpaqueToken(String value) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public static OpaqueToken generate() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new OpaqueToken(encode(bytes));
  }

  /**
   * The token that follows another: HMAC-SHA256 of a salt under the one before. It takes both to
   * know it, so that the salt may be kept where the token itself is not.
   */
  public static OpaqueToken following(String presented, String salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(presented.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return new OpaqueToken(encode(mac.doFinal(salt.getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  /** SHA-256, base64url without padding. */
  public String hash() {
    return hash(value);
  }

  /** The hash of what somebody presents. */
  public static String hash(String presented) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(presented.getBytes(StandardCharsets.UTF_8));
      return encode(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "OpaqueToken[…]";
  }
}
