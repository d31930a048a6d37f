package dev.gatehouse.audit.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The consumers of this process. Each reads, then has PostgreSQL write, so it takes more than one
 * for both to be busy; more than the topic has partitions are idle.
 */
@ApplicationScoped
class Consumers {
  private final List<BatchConsumer> consumers;

  Consumers(
      Ingest ingest,
      IngestConfig config,
      MeterRegistry meters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.consumers =
        IntStream.range(0, config.consumers())
            .mapToObj(i -> "audit-ingest-" + i)
            .map(name ->
                new BatchConsumer(
                    name,
                    () -> new KafkaConsumer<>(IngestGroup.config(kafka, name)),
                    meters,
                    ingest::begin))
            .toList();
  }

  void start(@Observes StartupEvent event) {
    consumers.forEach(BatchConsumer::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    consumers.forEach(BatchConsumer::stop);
    for (BatchConsumer consumer : consumers) {
      consumer.join();
    }
  }
}
