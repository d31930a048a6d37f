package dev.gatehouse.mcp.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** For how long a server asks to be left alone (RFC 9110 section 10.2.3). */
final class RetryAfter {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** Null if it does not ask, or what it says cannot be read. */
  static @Nullable Duration of(int status, @Nullable String header) {
    if (header == null || status != TOO_MANY && status != UNAVAILABLE) {
      return null;
    }
    String value = header.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > MAX_DIGITS ? null : Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), until);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
