package dev.gatehouse.gateway;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.TestNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads the audit topic, as audit-service would. */
public final class AuditTrail {
  private AuditTrail() {}

  /** The records of an organisation, once there are at least so many. */
  public static List<AuditRecord> of(String organisation, int atLeast) {
    List<AuditRecord> found = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          found.clear();
          found.addAll(read(organisation));
          return found.size() >= atLeast;
        });
    return found;
  }

  private static List<AuditRecord> read(String organisation) {
    Map<String, Object> config = Map.of("bootstrap.servers", TestNetwork.KAFKA.direct());
    List<AuditRecord> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.AUDIT).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.key().startsWith(organisation + "/")
              && EventCodec.read(record.value()) instanceof AuditRecord audit) {
            found.add(audit);
          }
        }
      }
    }
    return found;
  }
}
