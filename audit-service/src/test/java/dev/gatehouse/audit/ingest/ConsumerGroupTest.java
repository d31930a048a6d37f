package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.ingest.OwnGroup.Commits;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.TestIdentities;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Consumers of one group come and go between the commit of the database and that of the offsets.
 * Broker, group, consumers and database are real; the group has a topic of its own.
 */
@Tag("long")
@AuditTest
class ConsumerGroupTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int RECORDS = 3_000;
  private static final int MORE = 400;
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  @Inject IdentityView view;
  @Inject Ingest ingest;

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<BatchConsumer> consumers = new ArrayList<>();
  private final List<AuditRecord> records = new ArrayList<>();

  /** What each consumer was given, as partition and offset. */
  private final Map<String, Set<String>> given = new ConcurrentHashMap<>();

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private TestIdentities identities;
  private OrganisationTrail trail;
  private OwnGroup group;

  @BeforeEach
  void open() throws Exception {
    identities = new TestIdentities(view);
    trail = OrganisationTrail.create(identities);
    group = new OwnGroup();
  }

  @AfterEach
  void close() throws InterruptedException {
    release.countDown();
    consumers.forEach(BatchConsumer::stop);
    for (BatchConsumer consumer : consumers) {
      consumer.join();
    }
    group.close();
    identities.close();
  }

  @Test
  void whatAConsumerStoredThatEndedBeforeItsOffsetsIsThereOnceWhenTheNextGetsItAgain()
      throws Exception {
    publish(RECORDS);
    BatchConsumer killed =
        consumer(
            FIRST,
            Map.of(),
            _ -> {
              held.countDown();
              consumers.getFirst().stop();
              throw new IllegalStateException("it ends before offsets are committed");
            });
    killed.start();
    awaitHeld();
    killed.join();
    List<String> stored = trail.calls();
    assertThat(stored).isNotEmpty();
    assertThat(group.committed()).isEmpty();

    consumer(SECOND, Map.of(), Runnable::run).start();

    awaitCommitted();
    assertThat(given.get(SECOND)).hasSize(RECORDS).containsAll(given.get(FIRST));
    assertAllOnce();
  }

  @Test
  void aSecondConsumerThatJoinsInTheMiddleOfABatchChangesNothing() throws Exception {
    publish(RECORDS);
    holding(FIRST).start();
    awaiting().until(this::isHeldOrGetsMore);

    consumer(SECOND, Map.of(), Runnable::run).start();
    awaiting().until(() -> !group.assignedTo(SECOND).isEmpty());
    release.countDown();

    awaitCommitted();
    // Of the batch in which both partitions were, one partition was taken away.
    assertThat(given.get(SECOND)).containsAnyElementsOf(given.get(FIRST));
    assertBothGoOn();
    assertAllOnce();
  }

  @Test
  void aConsumerWhoseCommitComesTooLateBeginsAnew() throws Exception {
    Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
    publish(RECORDS);
    // It looks stuck to its group, which goes on without it.
    consumer(
            FIRST,
            Map.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 2_000),
            send -> {
              held.countDown();
              acquire(release);
              try {
                send.run();
              } catch (RuntimeException e) {
                refusals.add(e);
                throw e;
              }
            })
        .start();
    awaitHeld();
    consumer(SECOND, Map.of(), Runnable::run).start();
    awaitCommitted();

    release.countDown();

    awaiting().until(() -> !refusals.isEmpty());
    assertThat(refusals.peek()).isInstanceOf(CommitFailedException.class);
    assertThat(given.get(SECOND)).containsAll(given.get(FIRST));
    assertBothGoOn();
    assertAllOnce();
  }

  private void publish(int count) {
    List<AuditRecord> more =
        IntStream.range(0, count).mapToObj(i -> call(trail.organisation(), "tool-" + i)).toList();
    records.addAll(more);
    group.publish(more);
  }

  private BatchConsumer consumer(String client, Map<String, Object> settings, Commits commits) {
    return consumer(client, settings, commits, _ -> {});
  }

  /** Its first batch that has records of both partitions waits before it is stored. */
  private BatchConsumer holding(String client) {
    return consumer(
        client,
        Map.of(),
        Runnable::run,
        batch -> {
          if (batch.stream().map(ConsumerRecord::partition).distinct().count() > 1) {
            held.countDown();
            acquire(release);
          }
        });
  }

  private BatchConsumer consumer(
      String client,
      Map<String, Object> settings,
      Commits commits,
      java.util.function.Consumer<List<ConsumerRecord<String, byte[]>>> beforeStored) {
    BatchConsumer consumer =
        new BatchConsumer(
            client,
            () -> group.member(client, settings, commits),
            meters,
            batch -> {
              note(client, batch);
              Runnable store = ingest.begin(batch);
              return () -> {
                beforeStored.accept(batch);
                store.run();
              };
            });
    consumers.add(consumer);
    return consumer;
  }

  private void note(String client, List<ConsumerRecord<String, byte[]>> batch) {
    given
        .computeIfAbsent(client, _ -> ConcurrentHashMap.newKeySet())
        .addAll(batch.stream().map(r -> r.partition() + "/" + r.offset()).toList());
  }

  /** What there was may have been taken partition by partition. */
  private boolean isHeldOrGetsMore() throws Exception {
    if (held.getCount() > 0 && group.uncommitted() == 0) {
      publish(RECORDS);
    }
    return held.getCount() == 0;
  }

  private void assertAllOnce() {
    assertThat(meters.counter("gatehouse.audit.ingest.gone").count()).isZero();
    trail.assertHoldsOnce(records);
  }

  /** None is stuck: each gets what comes from now on, and stores it. */
  private void assertBothGoOn() {
    Map<String, Integer> before = counts();
    awaiting()
        .until(() -> {
          if (group.uncommitted() == 0) {
            publish(MORE);
          }
          return counts().entrySet().stream()
              .allMatch(count -> count.getValue() > before.get(count.getKey()));
        });
    awaitCommitted();
  }

  private Map<String, Integer> counts() {
    return given.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().size()));
  }

  private void awaitHeld() {
    awaiting().until(() -> held.getCount() == 0);
  }

  private void awaitCommitted() {
    awaiting().until(() -> group.uncommitted() == 0);
  }

  private static ConditionFactory awaiting() {
    return await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).pollInSameThread();
  }

  private static void acquire(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
