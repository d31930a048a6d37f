package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  private static final int TIMES = 20_000;

  @Test
  void readsWhatInstantsAreWrittenAs() {
    Random random = new Random(3339);
    for (int i = 0; i < TIMES; i++) {
      int nanos = random.nextInt(1_000_000_000);
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L),
              nanos - nanos % (int) Math.pow(10, random.nextInt(10)));
      assertThat(EventTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T24:00:00Z",
        "2026-11-29T11:59:58+01:00",
        "2026-11-29T11:59:58.1z",
        "2026-11-29T11:59:58.123Z",
        "2024-02-29T00:00:00Z",
        "+12026-11-29T11:59:58Z",
        "2016-12-31T23:59:60Z",
      })
  void readsOtherFormsAsTheLibraryDoes(String text) {
    assertThat(EventTime.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-02-29T00:00:00Z",
        "2026-13-29T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "2026-11-29T25:00:00Z",
        "2026-11-29T11:59Z",
        "2026-11-29T11:60:00Z",
        "2026-11-29T11:59:58",
        "2026-11-29 11:59:58Z",
        "2026-11-29T11:59:58.1234567890Z",
      })
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> EventTime.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
