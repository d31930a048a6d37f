package dev.gatehouse.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address: full at first, filled again evenly over a period. Addresses that
 * were not seen for a period are forgotten, which costs nothing: their bucket would be full.
 */
final class TokenBuckets {
  private static final int MOST_ADDRESSES = 100_000;

  private final int capacity;
  private final Duration period;
  private final LongSupplier nanoTime;
  private final Cache<String, Bucket> buckets;

  TokenBuckets(int capacity, Duration period, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.period = period;
    this.nanoTime = nanoTime;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(period)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** Takes a token if there is one; otherwise says how long to wait. */
  Optional<Duration> take(String address) {
    return bucket(address).take(true);
  }

  /** How long to wait until there is a token; empty if there is one. */
  Optional<Duration> wait(String address) {
    return bucket(address).take(false);
  }

  private Bucket bucket(String address) {
    return buckets.get(address, _ -> new Bucket());
  }

  private final class Bucket {
    private double tokens = capacity;
    private long filledAt = nanoTime.getAsLong();

    private synchronized Optional<Duration> take(boolean really) {
      long now = nanoTime.getAsLong();
      double perNano = (double) capacity / period.toNanos();
      tokens = Math.min(capacity, tokens + (now - filledAt) * perNano);
      filledAt = now;
      if (tokens < 1) {
        return Optional.of(Duration.ofNanos((long) ((1 - tokens) / perNano)));
      }
      if (really) {
        tokens -= 1;
      }
      return Optional.empty();
    }
  }
}
