package dev.gatehouse.auth.client;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a response may be used again (RFC 9111 section 4.2), within bounds.
 *
 * @param unsaid where the response says nothing
 */
record Freshness(Duration least, Duration most, Duration unsaid) {
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?(\\d{1,10})\"?(?:$|[,\\s])");

  Instant until(MultiMap headers, Instant now) {
    Duration said = said(headers, now);
    Duration bounded = said.compareTo(most) > 0 ? most : said;
    return now.plus(bounded.compareTo(least) < 0 ? least : bounded);
  }

  private Duration said(MultiMap headers, Instant now) {
    String control = String.join(",", headers.getAll("Cache-Control")).toLowerCase(Locale.ROOT);
    if (control.contains("no-store") || control.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher maxAge = MAX_AGE.matcher(control);
    if (maxAge.find()) {
      return Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
    }
    String expires = headers.get("Expires");
    return expires == null ? unsaid : until(expires, now);
  }

  // A date that cannot be read is in the past (RFC 9111 section 5.3).
  private static Duration until(String expires, Instant now) {
    Instant at = date(expires);
    return at == null || at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
