package dev.gatehouse.gateway.stream;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what each principal watches, over all of its sessions and streams. Any thread. */
@Singleton
public final class WatchedCounts {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  WatchedCounts(StreamConfig config) {
    this.most = config.maxWatchedPerPrincipal();
  }

  /**
   * One more; {@link #give} must follow.
   *
   * @return false if there is no room; then nothing was counted
   */
  boolean take(String principal) {
    if (counts.merge(principal, 1, Integer::sum) <= most) {
      return true;
    }
    give(principal, 1);
    return false;
  }

  void give(String principal, int back) {
    counts.computeIfPresent(principal, (ignored, count) -> count <= back ? null : count - back);
  }
}
