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
 * Lets records wait in Kafka, then lets audit-service take them: from the first that it reads to
 * the last that is committed. Whatever it has to warm up is part of it.
 */
final class AuditIngest {
  private static final String GROUP = "gatehouse-audit";

  private final Suite suite;
  private final AuditTrail trail;

  AuditIngest(Suite suite, AuditTrail trail) {
    this.suite = suite;
    this.trail = trail;
  }

  void run(int events) throws Exception {
    String service = "benchmark-" + System.currentTimeMillis();
    ServerProcess process = ServerProcess.stop(suite, "audit");
    new AuditEvents(service).publish(suite.kafka(), events);
    long postgres = CpuTime.ofTree(suite.postgresPid());
    Process audit = process.start();
    long auditCpu = 0;
    long startCpu = 0;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", suite.kafka()))) {
      long all = waiting(admin);
      for (long left = all; left > 0; left = waiting(admin)) {
        if (!audit.isAlive()) {
          throw new IllegalStateException("audit-service has ended; see logs/audit-benchmark.log");
        }
        auditCpu = CpuTime.nanos(List.of(audit.pid()));
        startCpu = left == all ? auditCpu : startCpu;
        Thread.sleep(250);
      }
    }
    long postgresCpu = CpuTime.ofTree(suite.postgresPid()) - postgres;
    process.restore(audit);
    report(events, service, auditCpu, startCpu, postgresCpu);
  }

  private void report(int events, String service, long auditCpu, long startCpu, long postgresCpu)
      throws Exception {
    List<String> stored =
        trail.row(
            "SELECT count(*), extract(epoch FROM max(ingested_at) - min(ingested_at)),"
                + " avg(length(record))::int FROM audit_record WHERE service = '"
                + service
                + "'");
    long lost = events - Long.parseLong(stored.get(0));
    // The last batch was read then; it is committed within as long as a batch takes.
    double seconds = Double.parseDouble(stored.get(1));
    System.out.printf(
        Locale.ROOT,
        """

        ## Ingest, Kafka to PostgreSQL

        %d events of %s bytes in %.1f s: **%.0f events/s**, %d lost.
        CPU per event: audit-service %.1f µs, and %.1f of its start; PostgreSQL %.1f µs.

        %s
        %s
        %s
        """,
        events,
        stored.get(2),
        seconds,
        events / seconds,
        lost,
        (auditCpu - startCpu) / 1e3 / events,
        startCpu / 1e3 / events,
        postgresCpu / 1e3 / events,
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
