package dev.gatehouse.benchmarks;

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
import dev.gatehouse.platform.kafka.OrganisationPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records of calls as a gateway writes them, with redacted bodies, of as many organisations in each
 * partition: where they were by chance, the time that the fullest one takes alone would be luck.
 * Some 1,100 bytes each.
 */
final class AuditEvents {
  private static final int ORGANISATIONS_IN_PARTITION = 7;
  private static final int FLUSH = 5_000;

  private final Random random = new Random(1);
  private final String service;

  /**
   * @param service by which these are told from all others
   */
  AuditEvents(String service) {
    this.service = service;
  }

  void publish(String bootstrap, int events) {
    try (Producer<String, byte[]> producer =
        EventProducer.create(Map.of("bootstrap.servers", bootstrap))) {
      List<String> organisations = organisations(producer.partitionsFor(Topics.AUDIT).size());
      for (int i = 0; i < events; i++) {
        String organisation = organisations.get(random.nextInt(organisations.size()));
        AuditRecord record = record(organisation);
        byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
        producer.send(new ProducerRecord<>(Topics.AUDIT, record.key().toString(), value));
        if (i % FLUSH == 0) {
          producer.flush(); // it would not wait for room for long
        }
      }
      producer.flush();
      producer.close(Duration.ofSeconds(10));
    }
  }

  private static List<String> organisations(int partitions) {
    return IntStream.range(0, partitions)
        .boxed()
        .flatMap(partition ->
            Stream.generate(() -> UuidCreator.getTimeOrderedEpoch().toString())
                .filter(id -> OrganisationPartitioner.partitionOf(id, partitions) == partition)
                .limit(ORGANISATIONS_IN_PARTITION))
        .toList();
  }

  private AuditRecord record(String organisation) {
    int tool = random.nextInt(200);
    ObjectNode input = Json.mapper().createObjectNode();
    input.put("customer", "C-" + random.nextInt(100_000)).put("limit", random.nextInt(100));
    input.put("token", "[redacted]");
    ObjectNode output = Json.mapper().createObjectNode();
    ObjectNode text = output.putArray("content").addObject().put("type", "text");
    text.put("text", "Order " + random.nextLong() + " of the customer was found and is on its way");
    UUID call = UuidCreator.getTimeOrderedEpoch();
    return new AuditRecord(
        AuditRecord.SCHEMA_VERSION,
        call.toString(),
        Instant.now(),
        organisation,
        service,
        Phase.EVENT,
        null,
        new Actor("user-" + random.nextInt(500), "client-" + tool % 5, null, "grant-1", null),
        "tool.call",
        new Target(
            "tool", "tool-" + tool, "tool_" + tool, "connector-" + tool / 10, "gateway-1", null),
        new Decision(true, "permission"),
        random.nextInt(50) == 0 ? new Outcome(Outcome.Status.ERROR, "upstream") : Outcome.SUCCESS,
        1_000L + random.nextInt(100_000),
        new Body(64, digest(), input, false, null, 1),
        new Body(128, digest(), output, false, null, 0),
        Long.toHexString(random.nextLong()) + "4a5b6c7d8e9f0a1b",
        "192.0.2.7",
        Map.of());
  }

  private String digest() {
    return "%016x%016x%016x%016x"
        .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
