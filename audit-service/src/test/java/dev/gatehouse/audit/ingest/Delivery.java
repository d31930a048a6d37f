package dev.gatehouse.audit.ingest;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as Kafka hands them out. */
final class Delivery {
  private Delivery() {}

  static List<ConsumerRecord<String, byte[]>> of(List<AuditRecord> records) {
    return IntStream.range(0, records.size())
        .mapToObj(i -> {
          AuditRecord record = records.get(i);
          byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
          return new ConsumerRecord<>(Topics.AUDIT, 0, i, record.key().toString(), value);
        })
        .toList();
  }
}
