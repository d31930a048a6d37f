package dev.gatehouse.audit.testing;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.platform.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the dead letters from the start. */
public final class DeadLetterTopic implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer =
      new KafkaConsumer<>(
          Map.of("bootstrap.servers", AuditTopic.bootstrap()),
          new StringDeserializer(),
          new ByteArrayDeserializer());
  private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

  public DeadLetterTopic() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.AUDIT_DEAD_LETTER).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Why the first dead letter of an organisation is one; waits for it. */
  public String reasonFor(String organisation) {
    return new String(
        first(organisation).headers().lastHeader("dead-letter-reason").value(),
        StandardCharsets.UTF_8);
  }

  /** The record as it came. */
  public byte[] valueFor(String organisation) {
    return first(organisation).value();
  }

  private ConsumerRecord<String, byte[]> first(String organisation) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInSameThread()
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
              return seen.stream().filter(r -> r.key().startsWith(organisation)).findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
