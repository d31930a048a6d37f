package dev.gatehouse.gateway.upstream;

import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Starts to read how upstreams are with the service. No call depends on it, and so neither does
 * readiness: without the topic errors say less.
 */
@Singleton
final class TroublesReader {
  private final CompactedTopicReader reader;

  TroublesReader(@Identifier("default-kafka-broker") Map<String, Object> kafka, Troubles troubles) {
    this.reader = new CompactedTopicReader(List.of(Topics.HEALTH), kafka, troubles);
  }

  void start(@Observes StartupEvent event) {
    reader.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    reader.close();
  }
}
