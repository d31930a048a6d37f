package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.platform.event.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When batches are taken and offsets committed; with a Kafka that does as it is told. */
class BatchConsumerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final TopicPartition ONE = new TopicPartition(Topics.AUDIT, 0);
  private static final TopicPartition OTHER = new TopicPartition(Topics.AUDIT, 1);

  private final List<MockConsumer<String, byte[]>> connected = new CopyOnWriteArrayList<>();
  private final BlockingQueue<List<String>> batches = new LinkedBlockingQueue<>();
  private final List<ConsumerRecord<String, byte[]>> second = new ArrayList<>();
  private final Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
  private final Semaphore go = new Semaphore(0);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final BatchConsumer consumer =
      new BatchConsumer("test", this::connect, meters, this::begin);
  private volatile Map<TopicPartition, OffsetAndMetadata> already = Map.of();
  private volatile long first;
  private volatile boolean failing;
  private volatile boolean unreadable;

  @AfterEach
  void leave() throws InterruptedException {
    failing = false;
    go.release(1_000);
    consumer.stop();
    consumer.join();
  }

  @Test
  void commitsABatchWhenAllOfItHasBeenTaken() throws InterruptedException {
    consumer.start();
    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(committed(connected.getFirst(), ONE)).isNull();

    go.release();

    awaitCommitted(connected.getFirst(), ONE, 2);
  }

  @Test
  void readsOneBatchAheadAndNoneMore() throws InterruptedException {
    second.add(record(ONE, 2));
    consumer.start();
    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(nextBatch()).containsExactly("0/2");
    MockConsumer<String, byte[]> kafka = connected.getFirst();
    kafka.schedulePollTask(() -> {
      kafka.rebalance(List.of(ONE, OTHER));
      kafka.addRecord(record(OTHER, 0));
    });
    await().atMost(LIMIT).until(() -> kafka.paused().contains(OTHER));
    assertThat(batches).isEmpty();
    assertThat(committed(kafka, ONE)).isNull();

    go.release();

    assertThat(nextBatch()).containsExactly("1/0");
    awaitCommitted(kafka, ONE, 2);
  }

  @Test
  void ofAPartitionThatHasGoneNothingIsCommitted() throws InterruptedException {
    consumer.start();
    nextBatch();
    MockConsumer<String, byte[]> kafka = connected.getFirst();
    await().atMost(LIMIT).until(() -> kafka.paused().contains(ONE));
    kafka.schedulePollTask(() -> {
      kafka.rebalance(List.of(OTHER));
      kafka.addRecord(record(OTHER, 0));
    });
    await().atMost(LIMIT).until(() -> kafka.paused().contains(OTHER));

    go.release(2);

    awaitCommitted(kafka, OTHER, 1);
    assertThat(committed(kafka, ONE)).isNull();
  }

  @Test
  void beginsAnewWithABatchThatCouldNotBeTaken() throws InterruptedException {
    failing = true;
    consumer.start();
    nextBatch();

    go.release();

    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(connected).hasSize(2);
    assertThat(connected.getFirst().closed()).isTrue();
    assertThat(meters.counter("gatehouse.audit.ingest.restarts").count()).isEqualTo(1);
    failing = false;
    go.release();
    awaitCommitted(connected.getLast(), ONE, 2);
  }

  @Test
  void commitsOnceARebalanceIsOver() throws InterruptedException {
    refusals.add(new RebalanceInProgressException());
    refusals.add(new RebalanceInProgressException());
    consumer.start();
    nextBatch();

    go.release();

    awaitCommitted(connected.getFirst(), ONE, 2);
    assertThat(refusals).isEmpty();
  }

  @Test
  void beginsAnewWithABatchWhoseOffsetsAreRefused() throws InterruptedException {
    refusals.add(new CommitFailedException());
    consumer.start();
    nextBatch();

    go.release();

    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(connected.getFirst().closed()).isTrue();
    go.release();
    awaitCommitted(connected.getLast(), ONE, 2);
  }

  @Test
  void beginsAnewAfterAnErrorToo() throws InterruptedException {
    unreadable = true;

    consumer.start();

    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(nextBatch()).containsExactly("0/0", "0/1");
  }

  @Test
  void recordsThatKafkaNoLongerHasAreCounted() throws InterruptedException {
    second.add(record(ONE, 7));

    consumer.start();

    assertThat(nextBatch()).containsExactly("0/0", "0/1");
    assertThat(nextBatch()).containsExactly("0/7");
    assertThat(meters.counter("gatehouse.audit.ingest.gone").count()).isEqualTo(5);
  }

  @Test
  void soAreThoseThatWereGoneBeforeItCame() throws InterruptedException {
    already = Map.of(ONE, new OffsetAndMetadata(0));
    first = 10;

    consumer.start();

    assertThat(nextBatch()).containsExactly("0/10", "0/11");
    assertThat(meters.counter("gatehouse.audit.ingest.gone").count()).isEqualTo(10);
  }

  private Consumer<String, byte[]> connect() {
    MockConsumer<String, byte[]> kafka =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            RuntimeException refusal = offsets.isEmpty() ? null : refusals.poll();
            if (refusal != null) {
              throw refusal;
            }
            super.commitSync(offsets);
          }
        };
    kafka.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
    kafka.schedulePollTask(() -> {
      kafka.commitSync(already);
      kafka.rebalance(List.of(ONE));
      kafka.addRecord(record(ONE, first));
      kafka.addRecord(record(ONE, first + 1));
    });
    kafka.schedulePollTask(() -> {}); // that was all of the first batch
    kafka.schedulePollTask(() -> second.forEach(kafka::addRecord));
    connected.add(kafka);
    return kafka;
  }

  private Runnable begin(List<ConsumerRecord<String, byte[]>> batch) {
    batches.add(batch.stream().map(r -> r.partition() + "/" + r.offset()).toList());
    if (unreadable) {
      unreadable = false;
      throw new StackOverflowError("as the test wants it");
    }
    return () -> {
      go.acquireUninterruptibly();
      if (failing) {
        throw new IllegalStateException("as the test wants it");
      }
    };
  }

  private List<String> nextBatch() throws InterruptedException {
    List<String> batch = batches.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(batch).isNotNull();
    return batch;
  }

  private static void awaitCommitted(
      MockConsumer<String, byte[]> kafka, TopicPartition partition, long offset) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(committed(kafka, partition))
                .isNotNull()
                .extracting(OffsetAndMetadata::offset)
                .isEqualTo(offset));
  }

  private static @Nullable OffsetAndMetadata committed(
      MockConsumer<String, byte[]> kafka, TopicPartition partition) {
    return kafka.committed(Set.of(partition)).get(partition);
  }

  private static ConsumerRecord<String, byte[]> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "k", new byte[1]);
  }
}
