package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.trail.Written;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What ingest tells Prometheus; how many records lie ahead of it is among the Kafka client's own.
 */
@Startup
@ApplicationScoped
class IngestMetrics {
  private final Counter stored;
  private final Counter duplicates;
  private final Counter conflicts;
  private final Counter deadLetters;
  private final Counter skewed;
  private final DistributionSummary batchSize;
  private final Timer delay;
  private final Counter replayed;
  private final AtomicLong left = new AtomicLong();

  IngestMetrics(MeterRegistry meters, Retry retry) {
    this.stored = records(meters, "stored");
    this.duplicates = records(meters, "duplicate");
    this.conflicts = records(meters, "conflict");
    this.deadLetters = records(meters, "dead_letter");
    this.skewed =
        Counter.builder("gatehouse.audit.ingest.skewed")
            .description("Records that claimed to be from the future")
            .register(meters);
    this.batchSize =
        DistributionSummary.builder("gatehouse.audit.ingest.batch.records")
            .description("Records of a batch")
            .register(meters);
    this.delay =
        Timer.builder("gatehouse.audit.ingest.delay")
            .description("From the broker's receipt of a batch's oldest record to its commit")
            .register(meters);
    this.replayed =
        Counter.builder("gatehouse.audit.replay.stored")
            .description("Dead letters that a replay has stored")
            .register(meters);
    Gauge.builder("gatehouse.audit.replay.left", left, AtomicLong::get)
        .description("Dead letters that the last replay could not store")
        .register(meters);
    Gauge.builder("gatehouse.audit.ingest.waiting", retry, Retry::waiting)
        .description("Batches that wait because PostgreSQL or Kafka is away")
        .register(meters);
  }

  /** The dead letters were tried again. */
  void replayed(Replay.Result result) {
    replayed.increment(result.stored());
    left.set(result.left());
  }

  /** So many records of a batch claimed to be from the future. */
  void skewed(long records) {
    skewed.increment(records);
  }

  /** A batch has been dealt with. */
  void batch(List<ConsumerRecord<String, byte[]>> batch, Written written, int letters) {
    stored.increment(written.stored());
    conflicts.increment(written.conflicts());
    deadLetters.increment(letters);
    duplicates.increment(batch.size() - written.stored() - written.conflicts() - letters);
    batchSize.record(batch.size());
    long oldest = Long.MAX_VALUE;
    for (ConsumerRecord<String, byte[]> record : batch) {
      oldest = Math.min(oldest, record.timestamp());
    }
    if (oldest != Long.MAX_VALUE) {
      delay.record(Duration.ofMillis(Math.max(0, System.currentTimeMillis() - oldest)));
    }
  }

  private static Counter records(MeterRegistry meters, String result) {
    return Counter.builder("gatehouse.audit.ingest.records")
        .description("Records that were dealt with, by what became of them")
        .tag("result", result)
        .register(meters);
  }
}
