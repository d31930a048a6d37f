package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Freshness freshness =
      new Freshness(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(1));

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, max-age=600, 10",
    "Cache-Control, 'public, max-age=600', 10",
    "Cache-Control, 'max-age=\"600\"', 10",
    "Cache-Control, MAX-AGE=600, 10",
    "Cache-Control, max-age=1, 5",
    "Cache-Control, max-age=9999999999, 1440",
    "Cache-Control, max-age=99999999999999999999, 60",
    "Cache-Control, no-store, 5",
    "Cache-Control, 'no-cache, max-age=600', 5",
    "Cache-Control, s-maxage=600, 60",
    "Expires, 'Fri, 20 Nov 2026 12:30:00 GMT', 30",
    "Expires, 'Fri, 20 Nov 2026 11:30:00 GMT', 5",
    "Expires, 0, 5",
    "ETag, x, 60"
  })
  void isWhatTheHeadersSayWithinBounds(String header, String value, long minutes) {
    assertThat(freshness.until(MultiMap.caseInsensitiveMultiMap().add(header, value), NOW))
        .isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void takesTheControlBeforeTheDate() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Cache-Control", "max-age=600")
            .add("Expires", "Fri, 20 Nov 2026 23:00:00 GMT");
    assertThat(freshness.until(headers, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
  }
}
