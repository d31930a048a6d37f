package dev.gatehouse.auth.catalog;

import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Starts to read the catalogue topic with the service. */
@ApplicationScoped
class CatalogProducer {

  @Produces
  @Singleton
  KnownEndpoints endpoints(CatalogConfig config) {
    return new KnownEndpoints(config.awaited());
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("catalog")
  CompactedTopicReader reader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, KnownEndpoints endpoints) {
    CompactedTopicReader reader =
        new CompactedTopicReader(List.of(Topics.CATALOG), kafka, endpoints);
    endpoints.readBy(reader::caughtUp);
    reader.start();
    return reader;
  }

  void close(@Disposes @Identifier("catalog") CompactedTopicReader reader)
      throws InterruptedException {
    reader.close();
  }
}
