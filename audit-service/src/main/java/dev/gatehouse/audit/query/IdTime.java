package dev.gatehouse.audit.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When a UUIDv7 was made (RFC 9562 section 5.7). */
final class IdTime {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

  private IdTime() {}

  /** The day; null if the id tells none that can be. */
  static @Nullable LocalDate dayOf(UUID id) {
    Instant time = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    return id.version() != 7 || time.isBefore(FIRST) || time.isAfter(END)
        ? null
        : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
