package dev.gatehouse.gateway.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Protects one connector and us from it: a bound on calls at the same time, and a pause after
 * failures in a row, ended by one trial call. Belongs to one event loop.
 */
final class Breaker {
  private final int maxConcurrent;
  private final int failuresToOpen;
  private final long openNanos;
  private final LongSupplier clock;
  private int running;
  private int failures;
  private boolean trying;
  private long openedAt;

  /**
   * @param clock nanoseconds
   */
  Breaker(int maxConcurrent, int failuresToOpen, Duration openFor, LongSupplier clock) {
    this.maxConcurrent = maxConcurrent;
    this.failuresToOpen = failuresToOpen;
    this.openNanos = openFor.toNanos();
    this.clock = clock;
  }

  /** Whether a call may be made. */
  enum Entry {
    ENTERED,
    BUSY,
    OPEN
  }

  /** After {@code ENTERED} one of {@link #succeeded} and {@link #failed} must follow. */
  Entry enter() {
    if (failures >= failuresToOpen) {
      if (trying || clock.getAsLong() - openedAt < openNanos) {
        return Entry.OPEN;
      }
      trying = true;
    } else if (running >= maxConcurrent) {
      return Entry.BUSY;
    }
    running++;
    return Entry.ENTERED;
  }

  void succeeded() {
    running--;
    failures = 0;
    trying = false;
  }

  void failed() {
    running--;
    trying = false;
    if (++failures >= failuresToOpen) {
      openedAt = clock.getAsLong();
    }
  }

  boolean idle() {
    return running == 0 && failures == 0;
  }
}
