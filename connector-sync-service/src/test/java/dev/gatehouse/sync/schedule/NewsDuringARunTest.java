package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of news that come while a run is under way. */
class NewsDuringARunTest {
  private static final Instant BEGAN = Instant.now().minus(Duration.ofMinutes(1));
  private static final Instant DUE = BEGAN.plus(Duration.ofHours(1));

  private final Schedule schedule = new Schedule();

  @Test
  void theyBringTheNextRunForward() {
    schedule.dueNow();

    schedule.finish(BEGAN, new Schedule.Next(DUE, 0, DUE, null));

    assertThat(schedule.dueAt).isBefore(DUE);
  }

  @Test
  void theUpstreamIsNotAskedBeforeItWantsToBe() {
    schedule.dueNow();

    schedule.finish(BEGAN, new Schedule.Next(DUE, 1, DUE, DUE));

    assertThat(schedule.dueAt).isEqualTo(DUE);
  }
}
