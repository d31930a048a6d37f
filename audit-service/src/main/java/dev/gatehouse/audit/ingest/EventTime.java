package dev.gatehouse.audit.ingest;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as services write them, {@code 2026-11-29T11:59:58.123456Z}, without the formatter that is
 * for all forms there are; it reads those.
 */
final class EventTime {
  private static final int SHORTEST = "2026-11-29T11:59:58Z".length();
  private static final int FRACTION = SHORTEST;
  private static final int LONGEST_FRACTION = 9;
  private static final String SEPARATORS = "0000-00-00T00:00:00";

  private EventTime() {}

  /**
   * @throws java.time.DateTimeException not a time in UTC (RFC 3339)
   */
  static Instant parse(String text) {
    int length = text.length();
    if (!ordinary(text, length)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11);
    int minute = number(text, 14);
    int second = number(text, 17);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    int year = number(text, 0) * 100 + number(text, 2);
    long day = LocalDate.of(year, number(text, 5), number(text, 8)).toEpochDay();
    return Instant.ofEpochSecond(
        ((day * 24 + hour) * 60 + minute) * 60 + second, nanos(text, length));
  }

  private static boolean ordinary(String text, int length) {
    if (length < SHORTEST
        || length > FRACTION + LONGEST_FRACTION + 1
        || length == SHORTEST + 1
        || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      char expected = i < SEPARATORS.length() ? SEPARATORS.charAt(i) : i < FRACTION ? '.' : '0';
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from) {
    return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
  }

  private static int nanos(String text, int length) {
    int nanos = 0;
    for (int i = FRACTION; i < FRACTION + LONGEST_FRACTION; i++) {
      nanos = nanos * 10 + (i < length - 1 ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }
}
