package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.kafka.EventProducer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit spool of this process: a writer per event loop, one relay thread. */
@Singleton
public final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** Between passes, also under load: one large batch costs less than many small ones. */
  private static final long PASS_MILLIS = 50;

  private static final int BATCH_BYTES = 256 << 10;
  private static final long RETRY_MILLIS = 1_000;
  private static final long DRAIN_MILLIS = 10_000;

  private final SpoolConfig config;
  private final SpoolDirectory directory;
  private final SpoolRelay relay;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean behind;

  Spool(
      SpoolConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry metrics) {
    this.config = config;
    this.directory = new SpoolDirectory(config.directory(), config.maxSize().asLongValue());
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    this.relay = new SpoolRelay(directory, () -> EventProducer.create(settings));
    this.thread = Thread.ofPlatform().daemon().name("audit-relay").unstarted(this::run);
    FunctionCounter.builder("gatehouse.gateway.audit.relayed", relay, SpoolRelay::relayed)
        .register(metrics);
    Gauge.builder("gatehouse.gateway.audit.spool.writable", this, s -> s.writable() ? 1 : 0)
        .register(metrics);
    Gauge.builder("gatehouse.gateway.audit.behind", this, s -> s.behind ? 1 : 0).register(metrics);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  /**
   * A writer for the calling event loop.
   *
   * @param loop runs a task at the end of the loop's current turn
   */
  public SpoolWriter writer(Executor loop) {
    return new SpoolWriter(directory, loop, config.segmentSize().asLongValue());
  }

  /** Whether calls can be recorded; if not they must be refused. */
  public boolean writable() {
    return directory.writable();
  }

  private void run() {
    while (running) {
      pause(step());
    }
    step(); // what was written last
    relay.disconnect();
  }

  /** How long to wait for the next one. */
  private long step() {
    try {
      relay.pass();
      behind = false;
      return PASS_MILLIS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (KafkaException e) {
      if (!behind) {
        LOG.warn("Kafka takes no audit records; they stay in the spool: {}", e.getMessage());
      }
      behind = true;
      relay.disconnect();
      return RETRY_MILLIS;
    } catch (IOException | RuntimeException e) {
      LOG.error("The audit relay failed; it tries again", e);
      return RETRY_MILLIS;
    }
  }

  private void pause(long millis) {
    if (millis == 0) {
      return;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      running = false;
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException, IOException {
    running = false;
    thread.join(DRAIN_MILLIS);
    directory.close();
  }
}
