package dev.gatehouse.gateway.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one party may still ask for: the generic cell rate algorithm, one number without a lock.
 * Times are nanoseconds of one clock.
 */
final class Allowance {
  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong paidUntil;

  /**
   * @param now of the clock
   */
  Allowance(long now) {
    this.paidUntil = new AtomicLong(now);
  }

  /**
   * Takes {@code count} at once, or nothing.
   *
   * @return 0, or how many nanoseconds to wait before it is worth another try
   */
  long take(long now, int count, int perMinute) {
    long cost = MINUTE / perMinute * count;
    while (true) {
      long paid = paidUntil.get();
      long next = Math.max(paid, now) + cost;
      long wait = next - now - MINUTE;
      if (wait > 0) {
        return wait;
      }
      if (paidUntil.compareAndSet(paid, next)) {
        return 0;
      }
    }
  }
}
