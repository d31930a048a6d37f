package dev.gatehouse.platform.outbox;

import dev.gatehouse.platform.kafka.EventProducer;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the {@link Outbox} keeps: reads in order, sends, waits for all acknowledgements,
 * deletes. One relay of all replicas works at a time. A crash between send and delete sends again;
 * consumers drop what they know by event id.
 */
@ApplicationScoped
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final long IDLE_MILLIS = 100;
  private static final long RETRY_MILLIS = 1_000;

  private final OutboxBatch batch;
  private final Supplier<Producer<String, byte[]>> connect;
  private final Instance<DrainedListener> drained;
  private final Counter published;
  private @Nullable Thread thread;
  private volatile boolean running = true;
  private boolean failing; // of the relay's thread

  @Inject
  OutboxRelay(
      AgroalDataSource dataSource,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      Instance<DrainedListener> drained,
      MeterRegistry meters) {
    this(dataSource, () -> EventProducer.create(kafka), drained, meters);
  }

  /**
   * @param connect makes a producer; called again after one has failed for good
   */
  OutboxRelay(
      AgroalDataSource dataSource,
      Supplier<Producer<String, byte[]>> connect,
      Instance<DrainedListener> drained,
      MeterRegistry meters) {
    this.batch = new OutboxBatch(dataSource);
    this.connect = connect;
    this.drained = drained;
    this.published = meters.counter("gatehouse_outbox_events_published");
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    Thread relay = thread;
    if (relay != null) {
      relay.interrupt();
      relay.join(5_000);
    }
  }

  private void run() {
    while (running) {
      // The addresses of the brokers may not resolve yet: then there is no producer either.
      try (Producer<String, byte[]> producer = connect.get()) {
        relayWithOne(producer);
      } catch (KafkaException e) {
        LOG.warn("Events wait in the outbox: there is no way to Kafka, trying again", e);
        sleepQuietly();
      }
    }
  }

  /** Until it is stopped, or this producer has failed for good. */
  private void relayWithOne(Producer<String, byte[]> producer) {
    while (running) {
      try {
        relay(producer);
        failing = false;
        Thread.sleep(IDLE_MILLIS);
      } catch (InterruptedException e) {
        running = false;
      } catch (Exception e) {
        if (!failing) {
          LOG.warn("Events wait in the outbox: they cannot be published now, trying again", e);
        }
        failing = true;
        sleepQuietly();
        if (EventProducer.isBrokenBy(e)) {
          return;
        }
      }
    }
  }

  private void relay(Producer<String, byte[]> producer) throws Exception {
    while (running) {
      Instant before = Instant.now();
      OutboxBatch.Result result = batch.publish(producer);
      published.increment(result.published());
      if (result.drained()) {
        for (DrainedListener listener : drained) {
          listener.drained(before, producer);
        }
      }
      if (result.published() == 0) {
        return;
      }
    }
  }

  private void sleepQuietly() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException _) {
      running = false;
    }
  }
}
