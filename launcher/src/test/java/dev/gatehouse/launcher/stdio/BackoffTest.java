package dev.gatehouse.launcher.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final AtomicLong now = new AtomicLong(1);
  private final Backoff backoff = new Backoff(now::get);

  @Test
  void restsLongerEachTimeUpToAMinute() {
    backoff.failed("a");
    assertThat(backoff.rests("a")).isFalse();

    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      backoff.failed("a");
      now.addAndGet(seconds * 1_000L - 1);
      assertThat(backoff.rests("a")).as("%d s", seconds).isTrue();
      now.incrementAndGet();
      assertThat(backoff.rests("a")).as("%d s", seconds).isFalse();
    }
    assertThat(backoff.rests("b")).isFalse();
  }

  @Test
  void anAnswerMakesUpForFailures() {
    backoff.failed("a");
    backoff.failed("a");
    backoff.answered("a");
    assertThat(backoff.rests("a")).isFalse();
  }
}
