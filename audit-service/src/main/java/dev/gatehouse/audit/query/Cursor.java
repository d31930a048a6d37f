package dev.gatehouse.audit.query;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The place of a record in the order of the list. Opaque to clients; it names no organisation, and
 * in the hands of another it is only a point in time.
 */
public record Cursor(Instant occurredAt, UUID id) {
  private static final int BYTES = 3 * Long.BYTES;

  public String encode() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, occurredAt))
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty if it was not made by {@link #encode}. */
  public static Optional<Cursor> decode(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != BYTES) {
        return Optional.empty();
      }
      Instant occurredAt =
          TrailTime.require(Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS));
      return Optional.of(new Cursor(occurredAt, new UUID(bytes.getLong(), bytes.getLong())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
