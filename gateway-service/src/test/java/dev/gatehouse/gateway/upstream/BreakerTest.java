package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.upstream.Breaker.Entry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private long now;
  private final Breaker breaker = new Breaker(2, 3, Duration.ofSeconds(10), () -> now);

  @Test
  void boundsCallsAtTheSameTime() {
    breaker.enter();
    breaker.enter();

    assertThat(breaker.enter()).isEqualTo(Entry.BUSY);

    breaker.succeeded();
    assertThat(breaker.enter()).isEqualTo(Entry.ENTERED);
  }

  @Test
  void restsAfterFailuresInARow() {
    fail(3);

    assertThat(breaker.enter()).isEqualTo(Entry.OPEN);
  }

  @Test
  void aSuccessInBetweenStartsTheCountAnew() {
    fail(2);
    breaker.enter();
    breaker.succeeded();
    fail(2);

    assertThat(breaker.enter()).isEqualTo(Entry.ENTERED);
  }

  @Test
  void letsOneCallTryAfterTheRest() {
    fail(3);
    now += Duration.ofSeconds(10).toNanos();

    assertThat(breaker.enter()).isEqualTo(Entry.ENTERED);
    assertThat(breaker.enter()).isEqualTo(Entry.OPEN);

    breaker.succeeded();
    assertThat(breaker.enter()).isEqualTo(Entry.ENTERED);
  }

  @Test
  void restsAgainWhenTheTrialFails() {
    fail(3);
    now += Duration.ofSeconds(10).toNanos();
    breaker.enter();
    breaker.failed();

    assertThat(breaker.enter()).isEqualTo(Entry.OPEN);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.enter();
      breaker.failed();
    }
  }
}
