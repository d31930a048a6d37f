package dev.gatehouse.platform.kafka;

import dev.gatehouse.platform.event.EventKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole compacted topics from the start into memory and follows them, on a thread of its own
 * and without a consumer group: every replica reads everything. {@link #caughtUp} turns true once
 * the ends of all partitions, as they were when it connected, were reached.
 *
 * <p>A broker that is away, or has not all of the topics, is waited for; what was read stays. A
 * record that cannot be read is skipped with an error in the log, so that one bad record never
 * stops a view.
 */
public final class CompactedTopicReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedTopicReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MILLIS = 1_000;

  private final List<String> topics;
  private final Map<String, Object> config;
  private final RecordHandler handler;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean caughtUp;
  private volatile @Nullable Consumer<String, byte[]> current;

  /** Takes every record in the order of its partition; called by one thread. */
  public interface RecordHandler {
    /**
     * @param value null for a tombstone: the thing named by the key is gone
     */
    void onRecord(EventKey key, byte @Nullable [] value);

    /** Called after each batch of records, for work that is better done once than per record. */
    default void onBatchEnd() {}
  }

  /**
   * @param config Kafka client settings, at least {@code bootstrap.servers}
   */
  public CompactedTopicReader(
      List<String> topics, Map<String, Object> config, RecordHandler handler) {
    this.topics = List.copyOf(topics);
    this.config = consumerConfig(config);
    this.handler = handler;
    this.thread =
        Thread.ofPlatform().daemon().name("view-" + topics.getFirst()).unstarted(this::run);
  }

  /** Starts to read; returns at once. */
  public void start() {
    thread.start();
  }

  /** Whether everything that was there at the start has been read. Never turns false again. */
  public boolean caughtUp() {
    return caughtUp;
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    Consumer<String, byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    thread.join();
  }

  private void run() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    while (running) {
      try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(config)) {
        current = consumer;
        follow(consumer, positions);
      } catch (WakeupException _) {
        // close() asks the loop to end.
      } catch (RuntimeException e) {
        // Whatever it is: a view that ended in silence would go on serving what was revoked.
        LOG.warn("{} cannot be read, trying again", topics, e);
        pause();
      }
    }
  }

  private void follow(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> positions) {
    List<TopicPartition> partitions =
        topics.stream().flatMap(topic -> partitionsOf(topic, consumer)).toList();
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      Long position = positions.get(partition);
      if (position == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position);
      }
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (running) {
      boolean any = false;
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        handle(record);
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        any = true;
      }
      if (any) {
        handler.onBatchEnd();
      }
      if (!caughtUp
          && ends.entrySet().stream()
              .allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        handler.onBatchEnd();
        caughtUp = true;
      }
    }
  }

  /** A topic that is not there is waited for: a view without it would miss all that it tells. */
  private static Stream<TopicPartition> partitionsOf(
      String topic, Consumer<String, byte[]> consumer) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new UnknownTopicOrPartitionException("There is no topic " + topic);
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition()));
  }

  private void handle(ConsumerRecord<String, byte[]> record) {
    try {
      handler.onRecord(EventKey.parse(record.key()), record.value());
    } catch (RuntimeException e) {
      LOG.error(
          "Skipped an unreadable record of {} partition {} offset {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException _) {
      running = false;
    }
  }

  private static Map<String, Object> consumerConfig(Map<String, Object> given) {
    Map<String, Object> config = new HashMap<>(given);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return config;
  }
}
