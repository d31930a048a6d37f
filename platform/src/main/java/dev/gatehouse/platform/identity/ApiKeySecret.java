package dev.gatehouse.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its owner holds it: {@code ghk_<id>_<secret>}. The secret has 256 random bits, so
 * one SHA-256 is all the protection that the stored form needs.
 *
 * @param id 16 characters, public, names the key in lists and logs
 * @param secret 43 characters of base64url
 */
public record ApiKeySecret(String id, String secret) {
  public static final String PREFIX = "ghk_";

  private static final String ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 16;
  private static final Pattern SHAPE = Pattern.compile("ghk_([a-z0-9]{16})_([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new key. */
  public static ApiKeySecret generate() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_ALPHABET.charAt(RANDOM.nextInt(ID_ALPHABET.length())));
    }
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new ApiKeySecret(
        id.toString(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads what a client presented; empty if it has not the shape of a key. */
  public static Optional<ApiKeySecret> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(new ApiKeySecret(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** What is stored and published: SHA-256 of the secret, base64url without padding. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The whole key; shown to its owner once. */
  public String reveal() {
    return PREFIX + id + "_" + secret;
  }

  /** What a list shows of the key. */
  public String prefix() {
    return PREFIX + id;
  }

  @Override
  public String toString() {
    return prefix() + "_…";
  }
}
