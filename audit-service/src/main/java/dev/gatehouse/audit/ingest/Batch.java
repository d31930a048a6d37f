package dev.gatehouse.audit.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that are stored together, and the offsets behind them. A batch has fixed costs, locks,
 * look-ups, a commit, so it is large; and as large as a small heap bears only, also where each
 * record has the largest bodies.
 */
final class Batch {
  private static final int RECORDS = 2_000;
  private static final int BYTES = 4 << 20;

  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
  private long bytes;

  /** What a poll gave, which may go beyond the bounds. */
  void add(ConsumerRecords<String, byte[]> polled) {
    for (ConsumerRecord<String, byte[]> record : polled) {
      records.add(record);
      bytes += record.value() == null ? 0 : record.value().length;
    }
    offsets.putAll(polled.nextOffsets());
  }

  boolean isFull() {
    return records.size() >= RECORDS || bytes >= BYTES;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  List<ConsumerRecord<String, byte[]>> records() {
    return records;
  }

  /** To be committed when all records have been dealt with. */
  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return offsets;
  }

  /** Leaves it to others to commit offsets of these. */
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(offsets::remove);
  }
}
