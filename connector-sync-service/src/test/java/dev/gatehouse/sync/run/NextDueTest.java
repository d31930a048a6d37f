package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sync.schedule.SyncConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NextDueTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final SyncConfig CONFIG =
      new SmallRyeConfigBuilder()
          .withConverter(Duration.class, 200, new DurationConverter())
          .withMapping(SyncConfig.class)
          .build()
          .getConfigMapping(SyncConfig.class);

  @Property
  void isTheIntervalWithATenthMoreOrLess(@ForAll long seed) {
    assertThat(untilNext(0, seed)).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
  }

  @Property
  void isNeverMuchLaterThanTheInterval(@ForAll @IntRange(min = 1) int failures, @ForAll long seed) {
    assertThat(untilNext(failures, seed)).isBetween(Duration.ofSeconds(54), Duration.ofMinutes(66));
  }

  @Test
  void doublesWithEachFailure() {
    assertThat(untilNext(1, 1)).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
    assertThat(untilNext(2, 1)).isBetween(Duration.ofSeconds(108), Duration.ofSeconds(132));
    assertThat(untilNext(3, 1)).isBetween(Duration.ofSeconds(216), Duration.ofSeconds(264));
  }

  private static Duration untilNext(int failures, long seed) {
    return Duration.between(
        NOW, NextDue.after(NOW, null, failures, null, CONFIG, new Random(seed)));
  }

  @Property
  void isTheConnectorsOwnIntervalWhereItHasOne(@ForAll long seed) {
    Duration until =
        Duration.between(NOW, NextDue.after(NOW, 600L, 0, null, CONFIG, new Random(seed)));

    assertThat(until).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
  }

  @Property
  void isNotBeforeTheUpstreamWantsToBeAsked(
      @ForAll @IntRange(min = 0, max = 5) int failures, @ForAll long seed) {
    Duration wanted = Duration.ofHours(3);
    Duration until =
        Duration.between(NOW, NextDue.after(NOW, null, failures, wanted, CONFIG, new Random(seed)));

    assertThat(until).isBetween(wanted, wanted.multipliedBy(2));
  }

  @Test
  void anUpstreamPutsNobodyOffForEver() {
    Duration until =
        Duration.between(
            NOW, NextDue.after(NOW, null, 1, Duration.ofDays(999), CONFIG, new Random(1)));

    assertThat(until).isLessThan(Duration.ofHours(30));
  }
}
