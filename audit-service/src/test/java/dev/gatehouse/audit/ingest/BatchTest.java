package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.Topics;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
  @ParameterizedTest
  @CsvSource({
    "1999, 1000, false",
    "2000, 1000, true",
    "79, 50000, false",
    "90, 50000, true",
  })
  void isFullOfManyRecordsOrOfLargeOnes(int records, int bytes, boolean full) {
    Batch batch = new Batch();
    byte[] value = new byte[bytes];

    batch.add(
        new ConsumerRecords<>(
            Map.of(
                new TopicPartition(Topics.AUDIT, 0),
                IntStream.range(0, records)
                    .mapToObj(i -> new ConsumerRecord<>(Topics.AUDIT, 0, i, "key", value))
                    .toList()),
            Map.of()));

    assertThat(batch.isFull()).isEqualTo(full);
    assertThat(batch.records()).hasSize(records);
  }
}
