package dev.gatehouse.audit.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * One signed statement: up to here the chain of a day had these records and ended in this hash. A
 * day that goes on, or gets late records, is stated again.
 *
 * @param number counts an organisation's digests from 1, without gaps
 * @param previous SHA-256 of the content of the one before, hexadecimal; empty for the first
 * @param fromSeq first record that no digest before told of
 * @param toSeq last record
 * @param head hash at {@code toSeq}, hexadecimal
 * @param key which key signed it
 */
public record Digest(
    String organisation,
    long number,
    String previous,
    LocalDate day,
    String retentionClass,
    long fromSeq,
    long toSeq,
    String head,
    Instant signedAt,
    String key) {

  /** That which is signed. */
  String content() {
    return CanonicalJson.of(Json.mapper().valueToTree(this));
  }

  /**
   * @throws IllegalArgumentException if it is not the content of a digest
   */
  public static Digest parse(String content) {
    try {
      return Json.mapper().readValue(content, Digest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a digest", e);
    }
  }

  /** What the next one names as the one before. */
  public static String hash(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
