package dev.gatehouse.sync.run;

import dev.gatehouse.sync.schedule.SyncConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a connector is to be synced again: after the interval, or sooner where a run has failed. */
final class NextDue {
  private static final int MAX_DOUBLINGS = 20;

  private NextDue() {}

  /**
   * The time of the next run.
   *
   * @param failures how many runs in a row have failed, this one included
   */
  static Instant after(Instant now, int failures, SyncConfig config, RandomGenerator random) {
    long interval = config.interval().toMillis();
    long millis =
        failures == 0
            ? interval
            : Math.min(
                interval, config.retryAfter().toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
    return now.plus(Duration.ofMillis((long) (millis * random.nextDouble(0.9, 1.1))));
  }
}
