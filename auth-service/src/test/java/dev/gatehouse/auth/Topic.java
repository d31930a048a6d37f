package dev.gatehouse.auth;

import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads a topic from its start. */
public final class Topic implements AutoCloseable {
  private final List<DomainEvent> events = new CopyOnWriteArrayList<>();
  private final List<EventKey> tombstones = new CopyOnWriteArrayList<>();
  private final CompactedTopicReader reader;

  public Topic(String name) {
    reader =
        new CompactedTopicReader(
            List.of(name),
            Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            (key, value) -> {
              if (value == null) {
                tombstones.add(key);
              } else {
                events.add(EventCodec.read(value));
              }
            });
    reader.start();
  }

  /** Waits for an event; returns the first such. */
  public <T extends DomainEvent> T await(Class<T> type, Predicate<T> predicate) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                events.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .filter(predicate)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  public void awaitTombstone(EventKey key) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> tombstones.contains(key));
  }

  @Override
  public void close() throws InterruptedException {
    reader.close();
  }
}
