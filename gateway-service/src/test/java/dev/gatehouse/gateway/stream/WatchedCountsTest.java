package dev.gatehouse.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchedCountsTest {
  private final WatchedCounts counts =
      new WatchedCounts(
          new StreamConfig() {
            @Override
            public Duration checkEvery() {
              return Duration.ofSeconds(1);
            }

            @Override
            public Duration keepAliveEvery() {
              return Duration.ofSeconds(1);
            }

            @Override
            public int maxWatchedPerPrincipal() {
              return 2;
            }

            @Override
            public int maxPerPrincipal() {
              return 1;
            }
          });

  @Test
  void onePrincipalWatchesNoMoreThanItsShare() {
    counts.take("a");
    counts.take("a");

    assertThat(counts.take("a")).isFalse();
    assertThat(counts.take("b")).isTrue();
  }

  @Test
  void whatIsWatchedNoMoreMakesRoom() {
    counts.take("a");
    counts.take("a");
    counts.give("a", 2);

    assertThat(counts.take("a")).isTrue();
    assertThat(counts.take("a")).isTrue();
    assertThat(counts.take("a")).isFalse();
  }
}
