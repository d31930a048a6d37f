package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.kafka.EventProducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic and a group of a test's own at the broker: what the service's consumers do with the audit
 * topic is none of its business, and nobody but the test stores its records.
 */
final class OwnGroup implements AutoCloseable {
  private static final Map<String, Object> BROKER =
      Map.of("bootstrap.servers", AuditTopic.bootstrap());

  private final String name = "ingest-" + UUID.randomUUID();
  private final List<TopicPartition> partitions =
      IntStream.range(0, 2).mapToObj(i -> new TopicPartition(name, i)).toList();
  private final Admin admin = Admin.create(BROKER);
  private final Producer<String, byte[]> producer;

  OwnGroup() throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(name, partitions.size(), (short) 1))).all().get();
    ends(); // answered once partitions are led; what is sent before may be refused for long
    Map<String, Object> patient = new HashMap<>(BROKER);
    patient.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    producer = EventProducer.create(patient);
  }

  /** A commit of offsets that is about to be sent. */
  @FunctionalInterface
  interface Commits {
    void commit(Runnable send);
  }

  /** A consumer with the service's own settings, except for these. */
  KafkaConsumer<String, byte[]> member(
      String client, Map<String, Object> settings, Commits commits) {
    Map<String, Object> config = IngestGroup.config(BROKER, client);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    config.putAll(settings);
    return new Member(config, commits);
  }

  private final class Member extends KafkaConsumer<String, byte[]> {
    private final Commits commits;

    Member(Map<String, Object> config, Commits commits) {
      super(config);
      this.commits = commits;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
      super.subscribe(List.of(name), listener);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      commits.commit(() -> super.commitSync(offsets));
    }
  }

  /** To all partitions in turn. */
  void publish(List<AuditRecord> records) {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      AuditRecord record = records.get(i);
      byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
      int partition = i % partitions.size();
      sent.add(
          producer.send(new ProducerRecord<>(name, partition, record.key().toString(), value)));
    }
    producer.flush();
    assertThat(sent).allMatch(record -> record.state() == Future.State.SUCCESS);
  }

  /** Which partitions the broker has given to a client. */
  Collection<TopicPartition> assignedTo(String client) throws Exception {
    return admin.describeConsumerGroups(List.of(name)).all().get().get(name).members().stream()
        .filter(member -> member.clientId().equals(client))
        .map(MemberDescription::assignment)
        .flatMap(assignment -> assignment.topicPartitions().stream())
        .toList();
  }

  Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
    return admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
  }

  /** How many records are behind no committed offset. */
  long uncommitted() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    return ends().entrySet().stream()
        .mapToLong(end -> {
          OffsetAndMetadata offset = committed.get(end.getKey());
          return end.getValue().offset() - (offset == null ? 0 : offset.offset());
        })
        .sum();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends()
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    admin.deleteTopics(List.of(name));
    admin.close(Duration.ofSeconds(5));
  }
}
