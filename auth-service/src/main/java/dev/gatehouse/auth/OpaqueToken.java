package dev.gatehouse.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret of 256 random bits that only its holder knows: codes, refresh tokens, cookies. The
 * database has its SHA-256.
 */
public record OpaqueToken(String value) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public static OpaqueToken generate() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new OpaqueToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
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
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "OpaqueToken[…]";
  }
}
