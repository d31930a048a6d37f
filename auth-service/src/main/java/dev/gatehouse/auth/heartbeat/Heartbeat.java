package dev.gatehouse.auth.heartbeat;

import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.IdentityEvent;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.DrainedListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;

/**
 * Says each second, to every partition of the identity topic, up to when all changes are published.
 * Whoever has read it knows of every revocation until then; who has not for long stops to take API
 * keys.
 */
@ApplicationScoped
class Heartbeat implements DrainedListener {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  // The relay calls from one thread.
  private Instant last = Instant.EPOCH;

  @Override
  public void drained(Instant completeUntil, Producer<String, byte[]> producer)
      throws ExecutionException, InterruptedException {
    if (completeUntil.isBefore(last.plus(INTERVAL))) {
      return;
    }
    List<PartitionInfo> partitions = producer.partitionsFor(Topics.IDENTITY);
    List<Future<?>> sent = new ArrayList<>();
    for (PartitionInfo partition : partitions) {
      sent.add(producer.send(beat(completeUntil, partition.partition(), partitions.size())));
    }
    for (Future<?> acknowledgement : sent) {
      acknowledgement.get();
    }
    last = completeUntil;
  }

  private static ProducerRecord<String, byte[]> beat(
      Instant completeUntil, int partition, int partitions) {
    IdentityEvent.Heartbeat event =
        new IdentityEvent.Heartbeat(completeUntil, partition, partitions);
    return new ProducerRecord<>(
        Topics.IDENTITY,
        partition,
        event.key().toString(),
        EventCodec.encode(EventCodec.envelope("auth", event, null)));
  }
}
