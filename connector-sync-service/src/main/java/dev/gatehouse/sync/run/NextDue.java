package dev.gatehouse.sync.run;

import dev.gatehouse.sync.schedule.SyncConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a connector is to be synced again: after the interval, or sooner where a run has failed, and
 * not before an upstream that has asked for it wants to be asked.
 */
final class NextDue {
  private static final int MAX_DOUBLINGS = 20;

  /** An upstream cannot put us off for longer. */
  private static final Duration MAX_PUT_OFF = Duration.ofDays(1);

  private NextDue() {}

  /**
   * The time of the next run.
   *
   * @param intervalSeconds of the connector; null for the installation's
   * @param failures how many runs in a row have failed, this one included
   * @param retryAfter for how long the upstream asked to be left alone, if it did
   */
  static Instant after(
      Instant now,
      @Nullable Long intervalSeconds,
      int failures,
      @Nullable Duration retryAfter,
      SyncConfig config,
      RandomGenerator random) {
    long interval =
        intervalSeconds == null ? config.interval().toMillis() : intervalSeconds * 1_000;
    long millis =
        failures == 0
            ? interval
            : Math.min(
                interval, config.retryAfter().toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
    Instant due = now.plus(Duration.ofMillis((long) (millis * random.nextDouble(0.9, 1.1))));
    if (retryAfter == null) {
      return due;
    }
    Duration putOff = retryAfter.compareTo(MAX_PUT_OFF) > 0 ? MAX_PUT_OFF : retryAfter;
    // All that were put off until the same moment do not come at it.
    Instant earliest =
        now.plus(Duration.ofMillis((long) (putOff.toMillis() * random.nextDouble(1.0, 1.1))));
    return due.isBefore(earliest) ? earliest : due;
  }
}
