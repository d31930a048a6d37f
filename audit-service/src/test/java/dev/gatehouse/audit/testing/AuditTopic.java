package dev.gatehouse.audit.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Body;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.testing.TestNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Plays the other services: writes to the audit topic. */
public final class AuditTopic implements AutoCloseable {
  private final Producer<String, byte[]> producer =
      EventProducer.create(Map.of("bootstrap.servers", bootstrap()));

  public static String bootstrap() {
    return TestNetwork.KAFKA.direct();
  }

  /** A successful call of a tool. */
  public static AuditRecord call(String organisation, String tool) {
    ObjectNode input = Json.mapper().createObjectNode().put("message", "hello");
    return new AuditRecord(
        AuditRecord.SCHEMA_VERSION,
        UuidCreator.getTimeOrderedEpoch().toString(),
        Instant.now(),
        organisation,
        "gateway",
        Phase.EVENT,
        null,
        new Actor("user-1", "client-1", null, "grant-1", null),
        "tool.call",
        new Target("tool", "tool-1", tool, "connector-1", "gateway-1", tool),
        new Decision(true, "permission"),
        Outcome.SUCCESS,
        1234L,
        new Body(19, "digest", input, false),
        new Body(11, "digest", null, true),
        "0af7651916cd43dd8448eb211c80319c",
        "192.0.2.7",
        Map.of());
  }

  /** The same record at another time. */
  public static AuditRecord at(Instant time, AuditRecord r) {
    return new AuditRecord(
        r.schemaVersion(),
        r.id(),
        time,
        r.organisation(),
        r.service(),
        r.phase(),
        r.attempt(),
        r.actor(),
        r.action(),
        r.target(),
        r.decision(),
        r.outcome(),
        r.durationMicros(),
        r.input(),
        r.output(),
        r.traceId(),
        r.sourceAddress(),
        r.detail());
  }

  /** The same record with other members, given as JSON. */
  public static AuditRecord patched(AuditRecord record, String members) {
    try {
      ObjectNode tree = Json.mapper().valueToTree(record);
      tree.setAll((ObjectNode) Json.mapper().readTree(members));
      return Json.mapper().treeToValue(tree, AuditRecord.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The same record with another actor, action, target and outcome. */
  public static AuditRecord with(
      AuditRecord r, Actor actor, String action, Target target, Outcome outcome) {
    return new AuditRecord(
        r.schemaVersion(),
        r.id(),
        r.occurredAt(),
        r.organisation(),
        r.service(),
        r.phase(),
        r.attempt(),
        actor,
        action,
        target,
        r.decision(),
        outcome,
        r.durationMicros(),
        r.input(),
        r.output(),
        r.traceId(),
        r.sourceAddress(),
        r.detail());
  }

  /** The value of the Kafka record, for tests that spoil it. */
  public static ObjectNode tree(AuditRecord record) {
    return Json.mapper().valueToTree(EventCodec.envelope("gateway", record, null));
  }

  public void publish(List<AuditRecord> records) {
    for (AuditRecord record : records) {
      byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
      producer.send(new ProducerRecord<>(Topics.AUDIT, record.key().toString(), value));
    }
    producer.flush();
  }

  public void publish(AuditRecord... records) {
    publish(List.of(records));
  }

  /** Any bytes, in the partition of an organisation. */
  public void publish(String organisation, byte[] value) {
    producer.send(new ProducerRecord<>(Topics.AUDIT, organisation + "/audit/raw", value));
    producer.flush();
  }

  /** How many records of the topic the service has not committed. */
  public long uncommitted() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      var committed =
          admin.listConsumerGroupOffsets("gatehouse-audit").partitionsToOffsetAndMetadata().get();
      var ends =
          admin
              .listOffsets(
                  Map.of(
                      new TopicPartition(Topics.AUDIT, 0), OffsetSpec.latest(),
                      new TopicPartition(Topics.AUDIT, 1), OffsetSpec.latest()))
              .all()
              .get();
      return ends.entrySet().stream()
          .mapToLong(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue().offset() - (offset == null ? 0 : offset.offset());
          })
          .sum();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
