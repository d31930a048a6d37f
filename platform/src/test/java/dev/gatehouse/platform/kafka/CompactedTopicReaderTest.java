package dev.gatehouse.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
@Timeout(60)
class CompactedTopicReaderTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrap;

  private final String topic = "view-" + UUID.randomUUID();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private CompactedTopicReader reader;

  @AfterEach
  void close() throws InterruptedException {
    reader.close();
  }

  @Test
  void goesOnAfterARecordThatItsHandlerFailsAt() throws Exception {
    createTopic();
    read((key, _) -> {
      if (key.id().equals("bad")) {
        throw new ClassCastException("unforeseen");
      }
      seen.add(key.id());
    });
    send("bad", "good");
    awaitSeen("good");
  }

  @Test
  void goesOnAfterABatchWhoseEndFailed() throws Exception {
    createTopic();
    AtomicBoolean failed = new AtomicBoolean();
    read(
        new RecordHandler() {
          @Override
          public void onRecord(EventKey key, byte[] value) {
            seen.add(key.id());
          }

          @Override
          public void onBatchEnd() {
            if (!seen.isEmpty() && failed.compareAndSet(false, true)) {
              throw new IllegalStateException("unforeseen");
            }
          }
        });
    send("first");
    Awaitility.await().untilTrue(failed);
    send("second");
    awaitSeen("first", "second");
  }

  @Test
  void readsATopicThatIsMadeAfterItHasStarted() throws Exception {
    read((key, _) -> seen.add(key.id()));
    boolean before = reader.caughtUp();
    createTopic();
    send("late");
    awaitSeen("late");
    assertThat(before).isFalse();
  }

  @Test
  void hasNotCaughtUpWhileOneOfItsTopicsIsMissing() throws Exception {
    createTopic();
    send("here");
    reader =
        new CompactedTopicReader(
            List.of(topic, topic + "-missing"), config(), (key, _) -> seen.add(key.id()));
    reader.start();
    Awaitility.await().during(Duration.ofSeconds(2)).until(() -> !reader.caughtUp());
  }

  @Test
  void closesThoughItNeverStarted() {
    reader = new CompactedTopicReader(List.of(topic), config(), (_, _) -> {});
  }

  private void read(RecordHandler handler) {
    reader = new CompactedTopicReader(List.of(topic), config(), handler);
    reader.start();
  }

  private Map<String, Object> config() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  private void createTopic() throws Exception {
    try (Admin admin = Admin.create(config())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private void send(String... ids) throws Exception {
    try (Producer<String, byte[]> producer = EventProducer.create(config())) {
      for (String id : ids) {
        producer.send(new ProducerRecord<>(topic, "org/thing/" + id, new byte[0])).get();
      }
    }
  }

  private void awaitSeen(String... ids) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(seen).containsExactly(ids));
  }
}
