package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.ingest.Retry.StoppedException;
import dev.gatehouse.platform.event.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of the audit topic with a thread of its own. While one batch is stored it reads the
 * next one, and no further; offsets are committed when all of a batch has been dealt with. However
 * long that takes, it stays in its group. Whatever goes wrong, it begins anew where offsets were
 * committed: records may come twice, none is passed over.
 */
final class BatchConsumer {
  private static final Logger LOG = Logger.getLogger(BatchConsumer.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** How long the next batch is waited for while one is stored. */
  private static final Duration BRIEFLY = Duration.ofMillis(50);

  private static final Duration NO_TIME = Duration.ZERO;

  /** How often the group hears of a consumer whose batch takes long. */
  private static final long SIGN_OF_LIFE_MILLIS = 250;

  private static final long PAUSE_MILLIS = 1_000;
  private static final long LEAVING_MILLIS = 10_000;

  private final Supplier<Consumer<String, byte[]>> connect;
  private final MeterRegistry meters;
  private final Counter restarts;
  private final Counter gone;
  private final Taker taker;
  private final Thread thread;
  private volatile boolean running = true;

  /** Deals with batches. */
  @FunctionalInterface
  interface Taker {
    /**
     * Reads a batch, which changes nothing yet.
     *
     * @return stores it: returns when every record is where it belongs, for good, or throws {@link
     *     StoppedException} if the service ends before
     */
    Runnable begin(List<ConsumerRecord<String, byte[]>> batch);
  }

  BatchConsumer(
      String name, Supplier<Consumer<String, byte[]>> connect, MeterRegistry meters, Taker taker) {
    this.connect = connect;
    this.meters = meters;
    this.restarts =
        Counter.builder("gatehouse.audit.ingest.restarts")
            .description("Times that a consumer began anew where offsets were committed")
            .register(meters);
    this.gone =
        Counter.builder("gatehouse.audit.ingest.gone")
            .description("Records that Kafka no longer had when they were to be read")
            .register(meters);
    this.taker = taker;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes no more batches; those that are under way may be finished. */
  void stop() {
    running = false;
  }

  /** Waits until it has left its group, for some seconds at most. */
  void join() throws InterruptedException {
    thread.join(LEAVING_MILLIS);
  }

  private void run() {
    while (running) {
      try (Consumer<String, byte[]> consumer = connect.get();
          KafkaClientMetrics metrics = new KafkaClientMetrics(consumer)) {
        metrics.bindTo(meters);
        new Turns(consumer).follow();
      } catch (StoppedException e) {
        LOG.info(e.getMessage());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // or nobody would read these partitions any more
        restarts.increment();
        LOG.error("Ingest begins anew where offsets were committed", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A batch that is being stored, by a thread of its own. */
  private static final class Storing {
    private final Batch batch;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Storing(Batch batch, Runnable store) {
      this.batch = batch;
      Thread.ofVirtual().start(() -> run(store));
    }

    private void run(Runnable store) {
      try {
        store.run();
        done.complete(null);
      } catch (Throwable e) {
        done.completeExceptionally(e);
      }
    }

    boolean finished() throws InterruptedException {
      try {
        done.get(SIGN_OF_LIFE_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException _) {
        return false;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoppedException stopped) {
          throw stopped;
        }
        throw new IllegalStateException("a batch could not be dealt with", e.getCause());
      }
    }

    /** However it ends. */
    void join() {
      done.handle((_, _) -> "over").join();
    }
  }

  /** The life of one Kafka consumer. */
  private final class Turns implements ConsumerRebalanceListener {
    private final Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> expected = new HashMap<>();
    private Batch next = new Batch();
    private @Nullable Storing storing;
    private boolean waiting;

    Turns(Consumer<String, byte[]> consumer) {
      this.consumer = consumer;
    }

    void follow() throws InterruptedException {
      try {
        consumer.subscribe(List.of(Topics.AUDIT), this);
        while (running) {
          turn();
        }
        finish();
      } finally {
        // It would be joined by its own second delivery, and by that one's.
        if (storing != null) {
          storing.join();
        }
      }
    }

    private void turn() throws InterruptedException {
      gather(storing == null ? POLL : BRIEFLY);
      Runnable store = next.isEmpty() ? null : taker.begin(next.records());
      finish();
      if (store != null) {
        storing = new Storing(next, store);
        next = new Batch();
      }
    }

    private void gather(Duration patience) {
      ConsumerRecords<String, byte[]> records = consumer.poll(patience);
      while (!records.isEmpty()) {
        lookForGaps(records);
        next.add(records);
        records = next.isFull() ? ConsumerRecords.empty() : consumer.poll(NO_TIME);
      }
    }

    // Kafka goes on with what it still has, and says nothing, if what was to be read is too old.
    private void lookForGaps(ConsumerRecords<String, byte[]> records) {
      for (TopicPartition partition : records.partitions()) {
        long first = records.records(partition).getFirst().offset();
        long missing = first - expected.getOrDefault(partition, first);
        if (missing > 0) {
          gone.increment(missing);
          LOG.errorf(
              "%d audit records of %s before offset %d are gone: Kafka removed them before they were read",
              missing, partition, first);
        }
      }
      records.nextOffsets().forEach((partition, next) -> expected.put(partition, next.offset()));
    }

    /** Waits for the batch that is being stored, if there is one, and commits its offsets. */
    private void finish() throws InterruptedException {
      Storing last = storing;
      if (last == null) {
        return;
      }
      waiting = true;
      consumer.pause(consumer.assignment());
      while (!last.finished()) {
        pollNothing();
      }
      commit(last.batch);
      storing = null;
      waiting = false;
      // All of them: otherwise none is paused.
      consumer.resume(consumer.assignment());
    }

    private void commit(Batch batch) {
      while (true) {
        try {
          consumer.commitSync(batch.offsets());
          return;
        } catch (RebalanceInProgressException _) {
          pollNothing();
        }
      }
    }

    private void pollNothing() {
      if (!consumer.poll(NO_TIME).isEmpty()) {
        throw new IllegalStateException("records came while none were asked for");
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (waiting) {
        consumer.pause(partitions);
      }
      consumer
          .committed(Set.copyOf(partitions))
          .forEach((partition, next) -> {
            if (next == null) {
              expected.remove(partition);
            } else {
              expected.put(partition, next.offset());
            }
          });
    }

    /** Whoever has them now reads them where offsets were committed, and commits his own. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      next.forget(partitions);
      if (storing != null) {
        storing.batch.forget(partitions);
      }
    }
  }
}
