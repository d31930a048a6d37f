package dev.gatehouse.gateway.upstream;

import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connectors of which connector-sync-service says that something is wrong. It decides about no
 * call: an upstream may have come back a moment ago. Errors say since when.
 */
@Singleton
final class Troubles implements RecordHandler {
  private final Map<String, HealthChanged> byConnector = new ConcurrentHashMap<>();

  @Override
  public void onRecord(EventKey key, byte @Nullable [] value) {
    if (value != null
        && EventCodec.read(value) instanceof HealthChanged health
        && health.state() != HealthChanged.State.CONNECTED) {
      byConnector.put(key.id(), health);
    } else {
      byConnector.remove(key.id());
    }
  }

  /** What is wrong with a connector; null if nothing is known to be. */
  @Nullable HealthChanged of(String connector) {
    return byConnector.get(connector);
  }
}
