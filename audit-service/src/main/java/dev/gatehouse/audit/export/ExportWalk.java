package dev.gatehouse.audit.export;

import dev.gatehouse.audit.query.Cursor;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one export through the trail, oldest first. A step looks at a day at most, and at less
 * where that took too long: so a filter that leaves next to nothing of years is a great many short
 * statements and no long one.
 */
final class ExportWalk {
  private static final Duration DAY = Duration.ofDays(1);

  /** What a second holds can be looked at, or the database is not well. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final int NARROWED_BY = 4;

  /** Steps that went well before a longer time is tried, for each that does not costs its time. */
  private static final int STEPS_BEFORE_WIDENING = 8;

  private final Trail trail;
  private LocalDate next;
  private @Nullable Cursor after;
  private @Nullable Instant from;
  private Instant dayEnd = Instant.MIN;
  private Duration width = DAY;
  private int steps;
  private boolean ended;

  /**
   * @param first day that is looked at
   * @param after record behind which it begins, or null
   */
  ExportWalk(Trail trail, LocalDate first, @Nullable Cursor after) {
    this.trail = trail;
    this.next = first;
    this.after = after;
  }

  /** What is walked through. */
  interface Trail {
    /** The first day that has records, from a day on; null if none has. */
    @Nullable LocalDate dayFrom(LocalDate day) throws SQLException;

    /**
     * The oldest records of a part of one day.
     *
     * @param from inclusive
     * @param to exclusive
     * @throws SQLTimeoutException if it takes too long
     */
    List<Row> rows(Instant from, Instant to, @Nullable Cursor after, int most) throws SQLException;
  }

  /** A record and its place. */
  record Row(Cursor place, String record) {}

  boolean ended() {
    return ended;
  }

  /** The next records, {@code most} of them at most; often none, though there are more. */
  List<Row> step(int most) throws SQLException {
    Instant begin = from == null ? enterNextDay() : from;
    if (begin == null) {
      ended = true;
      return List.of();
    }
    Instant end = begin.plus(width).isBefore(dayEnd) ? begin.plus(width) : dayEnd;
    try {
      List<Row> rows = trail.rows(begin, end, after, most);
      if (rows.size() < most) {
        passed(end);
      } else {
        after = rows.getLast().place();
        from = after.occurredAt();
      }
      return rows;
    } catch (SQLTimeoutException e) {
      if (width.compareTo(SHORTEST) <= 0) {
        throw e;
      }
      from = begin;
      width = width.dividedBy(NARROWED_BY);
      steps = 0;
      return List.of();
    }
  }

  private @Nullable Instant enterNextDay() throws SQLException {
    LocalDate day = trail.dayFrom(next);
    if (day == null) {
      return null;
    }
    next = day.plusDays(1);
    dayEnd = start(next);
    Instant start = start(day);
    return after != null && after.occurredAt().isAfter(start) ? after.occurredAt() : start;
  }

  private void passed(Instant end) {
    from = end.equals(dayEnd) ? null : end;
    steps++;
    if (steps == STEPS_BEFORE_WIDENING && width.compareTo(DAY) < 0) {
      width = width.multipliedBy(2);
    }
    steps %= STEPS_BEFORE_WIDENING;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
