package dev.gatehouse.gateway.audit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When to say again what is wrong still: it is tried many times a second, and a log that says so
 * each time takes what room the disk has left.
 */
final class OnceAMinute {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final AtomicLong next = new AtomicLong(System.nanoTime());

  /** True once a minute at most, and the first time. */
  boolean due() {
    return due(System.nanoTime());
  }

  /**
   * @param now as {@link System#nanoTime} tells it
   */
  boolean due(long now) {
    long at = next.get();
    return now - at >= 0 && next.compareAndSet(at, now + MINUTE);
  }
}
