package dev.gatehouse.audit.trail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The hashes of a chain. Each is the SHA-256 over the one before it (32 bytes), the record's place
 * (8 bytes, from 1), the time of its writing (8 bytes, microseconds since 1970) and its canonical
 * JSON. Anybody can compute them from what the API gives out.
 */
public final class ChainHash {
  private static final String ORIGIN = "gatehouse audit chain v1\n%s\n%s\n%s";

  private final MessageDigest sha256;

  public ChainHash() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What stands before the first record. */
  public byte[] origin(String organisation, LocalDate day, String retentionClass) {
    return sha256.digest(
        ORIGIN.formatted(organisation, day, retentionClass).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param record canonical JSON in UTF-8
   * @throws ArithmeticException the time is none that ingest writes
   */
  public byte[] next(byte[] before, long seq, Instant ingestedAt, byte[] record) {
    // Computed first: what cannot be leaves nothing in the digest.
    ByteBuffer place =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(seq)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, ingestedAt))
            .flip();
    sha256.update(before);
    sha256.update(place);
    return sha256.digest(record);
  }
}
