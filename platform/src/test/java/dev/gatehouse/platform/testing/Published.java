package dev.gatehouse.platform.testing;

import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads what an organisation's changes put on a topic, from the start. */
public final class Published {
  private Published() {}

  /**
   * A record, with null as event for a tombstone.
   *
   * @param key without the organisation: {@code kind/id}
   */
  public record Entry(String key, DomainEvent event, String text) {
    public String kind() {
      return key.substring(0, key.indexOf('/'));
    }

    public boolean isTombstone() {
      return event == null;
    }
  }

  /** Everything so far, once it holds what is waited for. */
  public static List<Entry> until(
      String topic, String organisation, Predicate<List<Entry>> complete) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(NoSuchElementException.class) // the last of none yet
        .until(() -> read(topic, organisation), complete);
  }

  /** Everything so far. */
  public static List<Entry> read(String topic, String organisation) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    List<Entry> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.key().startsWith(organisation + "/")) {
            found.add(entry(record, organisation));
          }
        }
      }
    }
    return found;
  }

  private static Entry entry(ConsumerRecord<String, byte[]> record, String organisation) {
    String key = record.key().substring(organisation.length() + 1);
    return record.value() == null
        ? new Entry(key, null, "")
        : new Entry(
            key,
            EventCodec.read(record.value()),
            new String(record.value(), StandardCharsets.UTF_8));
  }
}
