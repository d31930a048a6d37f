package dev.gatehouse.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.EventCodec.RecordTooLargeException;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.TestIdentities;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class OutboxTest {
  @Inject Outbox outbox;
  @Inject AgroalDataSource database;
  @Inject Instance<DrainedListener> drained;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrap;

  private final String organisation = TestIdentities.newId();
  private final List<String> published = new CopyOnWriteArrayList<>();
  private CompactedTopicReader reader;

  @BeforeEach
  void read() {
    reader =
        new CompactedTopicReader(
            List.of(Topics.CATALOG),
            Map.of("bootstrap.servers", bootstrap),
            (key, value) -> {
              if (key.organisation().equals(organisation)) {
                published.add((value == null ? "gone " : "") + key.id());
              }
            });
    reader.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    reader.close();
  }

  @Test
  void publishesWhatACommittedTransactionKept() {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(Topics.CATALOG, tool("a", "x")));
    awaitPublished("a");
  }

  @Test
  void publishesNothingOfATransactionThatWasRolledBack() {
    assertThatThrownBy(() ->
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  outbox.append(Topics.CATALOG, tool("lost", "x"));
                  throw new IllegalStateException("roll back");
                }))
        .hasMessage("roll back");
    QuarkusTransaction.requiringNew().run(() -> outbox.append(Topics.CATALOG, tool("after", "x")));
    awaitPublished("after");
  }

  @Test
  void publishesTombstones() {
    QuarkusTransaction.requiringNew()
        .run(() -> outbox.remove(Topics.CATALOG, new EventKey(organisation, "tool", "b")));
    awaitPublished("gone b");
  }

  @Test
  void keepsTheOrderOfTransactionsThatRunAtOnce() {
    try (var pool = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 200)
          .forEach(i ->
              pool.submit(() ->
                  QuarkusTransaction.requiringNew()
                      .run(() -> {
                        outbox.append(Topics.CATALOG, tool(i + "-first", "x"));
                        outbox.append(Topics.CATALOG, tool(i + "-second", "x"));
                      })));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(published).hasSize(400));
    for (int i = 0; i < published.size(); i += 2) {
      assertThat(published.get(i + 1)).isEqualTo(published.get(i).replace("-first", "-second"));
    }
  }

  @Test
  void refusesARecordBeyondTheLimit() {
    assertThatThrownBy(() ->
            QuarkusTransaction.requiringNew()
                .run(() ->
                    outbox.append(
                        Topics.CATALOG, tool("big", "x".repeat(Topics.MAX_RECORD_BYTES)))))
        .isInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void aRelayThatFindsNoKafkaAtItsStartPublishesLater() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Map<String, Object> kafka =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            String servers = looks.getAndIncrement() < 2 ? "nowhere" : bootstrap;
            return Map.<String, Object>of("bootstrap.servers", servers).entrySet();
          }
        };
    assertPublishes(meters -> new OutboxRelay(database, kafka, drained, meters));
  }

  @Test
  void aRelayWhoseProducerRefusesEverythingPublishesWithAnother() throws Exception {
    var refusing =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    refusing.sendException = new KafkaException("we are in an error state");
    AtomicInteger made = new AtomicInteger();

    assertPublishes(meters ->
        new OutboxRelay(
            database,
            () ->
                made.getAndIncrement() == 0
                    ? refusing
                    : EventProducer.create(Map.of("bootstrap.servers", bootstrap)),
            drained,
            meters));

    assertThat(refusing.closed()).isTrue();
  }

  private void assertPublishes(Function<MeterRegistry, OutboxRelay> start) throws Exception {
    var meters = new SimpleMeterRegistry();
    OutboxRelay relay = start.apply(meters);
    relay.start(new StartupEvent());
    try {
      // The relay of the service takes its share.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(Topics.CATALOG, tool("any", "x")));
            return meters.counter("gatehouse_outbox_events_published").count() > 0;
          });
    } finally {
      relay.stop(new ShutdownEvent());
    }
  }

  @Test
  void needsATransaction() {
    assertThatThrownBy(() -> outbox.append(Topics.CATALOG, tool("c", "x")))
        .isInstanceOf(TransactionalException.class);
  }

  private ToolDefinition tool(String id, String description) {
    return new ToolDefinition(
        organisation,
        id,
        "connector",
        id,
        "hash",
        Json.mapper().createObjectNode().put("name", id).put("description", description));
  }

  private void awaitPublished(String... ids) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(published).containsExactly(ids));
  }
}
