package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
  private final OnceAMinute said = new OnceAMinute();
  private final long now = System.nanoTime();

  @Test
  void isDueTheFirstTimeAndThenAfterAMinute() {
    assertThat(said.due(now)).isTrue();
    assertThat(said.due(now)).isFalse();
    assertThat(said.due(now + TimeUnit.SECONDS.toNanos(59))).isFalse();
    assertThat(said.due(now + TimeUnit.SECONDS.toNanos(60))).isTrue();
    assertThat(said.due(now + TimeUnit.SECONDS.toNanos(61))).isFalse();
  }
}
