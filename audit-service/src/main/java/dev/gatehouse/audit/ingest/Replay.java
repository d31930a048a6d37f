package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.ingest.RecordReader.Read;
import dev.gatehouse.audit.settings.RetentionChoice;
import dev.gatehouse.audit.trail.RowsRefusedException;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.event.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Tries all dead letters again: what can be stored by now goes to the trail, the rest stays where
 * it is. A record that is in the trail is not stored twice, so this can be done as often as one
 * likes.
 */
@ApplicationScoped
class Replay {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int MOST_REASONS = 20;
  private static final int LONGEST_REASON = 200;

  private final RecordReader reader;
  private final RetentionChoice retention;
  private final TrailWriter trail;
  private final Map<String, Object> kafka;

  Replay(
      RecordReader reader,
      RetentionChoice retention,
      TrailWriter trail,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.reader = reader;
    this.retention = retention;
    this.trail = trail;
    this.kafka = kafka;
  }

  /**
   * What became of the dead letters.
   *
   * @param letters that there are
   * @param stored now
   * @param known already in the trail
   * @param left that cannot be stored; they stay among the dead letters
   * @param reasons why they cannot, 20 of them at most, with how many
   */
  record Result(long letters, long stored, long known, long left, Map<String, Long> reasons) {}

  /**
   * @throws SQLException the trail cannot be written now
   * @throws IllegalStateException Kafka does not give out what there is
   */
  Result run() throws SQLException {
    retention.learn();
    Tally tally = new Tally();
    try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(config())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.AUDIT_DEAD_LETTER).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // What becomes a dead letter meanwhile is for the next time.
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long silentSince = System.nanoTime();
      while (!reached(consumer, ends)) {
        var batch = consumer.poll(POLL);
        if (!batch.isEmpty()) {
          silentSince = System.nanoTime();
          take(batch, tally);
        } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
          throw new IllegalStateException("the dead letters cannot be read");
        }
      }
    }
    return tally.result();
  }

  private static boolean reached(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void take(Iterable<ConsumerRecord<String, byte[]>> batch, Tally tally)
      throws SQLException {
    List<TrailRow> rows = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> letter : batch) {
      tally.letters++;
      switch (reader.read(letter.value())) {
        case Read.Row(TrailRow row) -> rows.add(row);
        case Read.Unreadable(String reason) -> tally.left(reason);
      }
    }
    store(rows, tally);
  }

  private void store(List<TrailRow> rows, Tally tally) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      int stored = trail.write(rows).stored();
      tally.stored += stored;
      tally.known += rows.size() - stored;
    } catch (RowsRefusedException e) {
      if (rows.size() == 1) {
        tally.left(String.valueOf(e.getMessage()));
        return;
      }
      int half = rows.size() / 2;
      store(rows.subList(0, half), tally);
      store(rows.subList(half, rows.size()), tally);
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return config;
  }

  private static final class Tally {
    private final Map<String, Long> reasons = new TreeMap<>();
    private long letters;
    private long stored;
    private long known;
    private long left;

    void left(String reason) {
      left++;
      String shown = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
      if (reasons.size() < MOST_REASONS || reasons.containsKey(shown)) {
        reasons.merge(shown, 1L, Long::sum);
      }
    }

    Result result() {
      return new Result(letters, stored, known, left, Map.copyOf(reasons));
    }
  }
}
