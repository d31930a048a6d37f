package dev.gatehouse.benchmarks;

import dev.gatehouse.platform.event.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets records wait in Kafka, then lets audit-service take them: a number of them while it warms
 * up, which are told beside, and those that count, to the last.
 */
final class AuditIngest {
  private static final String GROUP = "gatehouse-audit";
  private static final int WARM_UP = 400_000;

  private final Suite suite;
  private final AuditTrail trail;

  AuditIngest(Suite suite, AuditTrail trail) {
    this.suite = suite;
    this.trail = trail;
  }

  /** What has been used when so many events were left. */
  private record Reading(long left, long audit, long postgres) {}

  void run(int events) throws Exception {
    String service = "benchmark-" + System.currentTimeMillis();
    ServerProcess process = ServerProcess.stop(suite, "audit");
    new AuditEvents(service).publish(suite.kafka(), WARM_UP + events);
    PageCache.fill(suite.data());
    Process audit = process.start();
    Reading from;
    Reading last;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", suite.kafka()))) {
      from = reading(admin, audit);
      last = from;
      for (; last.left() > 0; last = reading(admin, audit)) {
        if (last.left() > events) {
          from = last;
        }
        Thread.sleep(1_000); // asking takes CPU, too
      }
    }
    process.restore(audit);
    report(service, events, from, last);
  }

  private Reading reading(Admin admin, Process audit) throws Exception {
    if (!audit.isAlive()) {
      throw new IllegalStateException("audit-service has ended; see logs/audit-benchmark.log");
    }
    return new Reading(
        waiting(admin), CpuTime.nanos(List.of(audit.pid())), CpuTime.ofTree(suite.postgresPid()));
  }

  private void report(String service, int events, Reading from, Reading last) throws Exception {
    // Of the last batch, this is when it was read; it is committed within as long as a batch takes.
    List<String> stored =
        trail.row(
            """
            SELECT count(*), extract(epoch FROM max(at) FILTER (WHERE place <= %1$d) - min(at)),
              extract(epoch FROM max(at) - max(at) FILTER (WHERE place <= %1$d)), avg(length)::int
            FROM (SELECT ingested_at AS at, length(record) AS length,
                row_number() OVER (ORDER BY ingested_at) AS place
              FROM audit_record WHERE service = '%2$s') AS events
            """
                .formatted(WARM_UP, service));
    long lost = WARM_UP + events - Long.parseLong(stored.get(0));
    double seconds = Double.parseDouble(stored.get(2));
    double read = 1e3 * (from.left() - last.left());
    System.out.printf(
        Locale.ROOT,
        """

        ## Ingest, Kafka to PostgreSQL

        %d events of %s bytes in %.1f s: **%.0f events/s**; %d more before, while the service warmed up, %.0f/s. %d lost.
        CPU per event: audit-service %.1f µs, PostgreSQL %.1f µs.

        %s
        %s
        %s
        """,
        events,
        stored.get(3),
        seconds,
        events / seconds,
        WARM_UP,
        WARM_UP / Double.parseDouble(stored.get(1)),
        lost,
        (last.audit() - from.audit()) / read,
        (last.postgres() - from.postgres()) / read,
        Verdict.HEADER,
        new Verdict("ingest, µs per event (50 are 20,000/s)", 1e6 * seconds / events, 50, 25).row(),
        new Verdict("lost events", lost, 0, 0).row());
  }

  /** How many records nobody has committed yet; all of them, as long as nobody has. */
  private static long waiting(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    admin.describeTopics(List.of(Topics.AUDIT)).allTopicNames().get().values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .forEach(partition ->
            partitions.put(
                new TopicPartition(Topics.AUDIT, partition.partition()), OffsetSpec.latest()));
    return admin.listOffsets(partitions).all().get().entrySet().stream()
        .flatMapToLong(end -> {
          OffsetAndMetadata offset = committed.get(end.getKey());
          return LongStream.of(end.getValue().offset() - (offset == null ? 0 : offset.offset()));
        })
        .sum();
  }
}
