package dev.gatehouse.platform.identity;

import dev.gatehouse.platform.event.IdentityEvent.Heartbeat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The last heartbeat of each partition. A partition that cannot be read holds the whole back: it
 * may have a revocation that is not known here. Used by one thread.
 */
final class Heartbeats {
  private final Map<Integer, Instant> last = new HashMap<>();

  /** Takes a heartbeat; returns until when everything is known now. */
  Instant add(Heartbeat heartbeat) {
    last.merge(heartbeat.partition(), heartbeat.completeUntil(), (a, b) -> a.isAfter(b) ? a : b);
    return IntStream.range(0, heartbeat.partitions())
        .mapToObj(partition -> last.getOrDefault(partition, Instant.EPOCH))
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
