package dev.gatehouse.audit.query;

import java.time.Instant;

/** Times that a query can ask for: PostgreSQL knows fewer years than {@link Instant} does. */
final class TrailTime {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private TrailTime() {}

  /**
   * The same time, in the years 1 to 9999.
   *
   * @throws IllegalArgumentException if it is in another
   */
  static Instant require(Instant time) {
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw new IllegalArgumentException("not in the years 1 to 9999");
    }
    return time;
  }
}
