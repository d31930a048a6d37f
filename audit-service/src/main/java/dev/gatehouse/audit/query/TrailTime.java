package dev.gatehouse.audit.query;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Times and days that can be asked for: PostgreSQL knows fewer years than {@link Instant} and
 * {@link LocalDate} do.
 */
public final class TrailTime {
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

  /**
   * The same day, in the years 1 to 9999.
   *
   * @throws IllegalArgumentException if it is in another
   */
  public static LocalDate require(LocalDate day) {
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new IllegalArgumentException("not in the years 1 to 9999");
    }
    return day;
  }
}
