package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.vault.VaultException;
import io.micrometer.core.instrument.Counter;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private final GapKeeping gaps;
  private final DiskSync disk = new DiskSync(Flush.DISK);
  private final BrokerWait broker;
  private final Confirmation confirmation;
  private final Thread thread;

  /** Not the relay's thread: Kafka may keep that waiting. */
  private final ScheduledExecutorService patience =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-patience").factory());

  private volatile boolean running = true;
  private volatile boolean behind;
  private final Counter unrecorded;

  Spool(
      SpoolConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      RecordCompletion completion,
      GapRecord gapRecord,
      MeterRegistry metrics) {
    this.config = config;
    this.directory = new SpoolDirectory(config.directory(), config.maxSize().asLongValue());
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    this.gaps = new GapKeeping(directory, gapRecord);
    this.broker = new BrokerWait(config.brokerPatience(), this::hurry);
    Confirmation sync = config.syncAttempts() ? disk : Confirmation.NONE;
    this.confirmation = config.mode() == SpoolConfig.Mode.BROKER ? broker.and(sync) : sync;
    this.relay =
        new SpoolRelay(
            directory, completion, broker::acknowledged, () -> EventProducer.create(settings));
    this.thread = Thread.ofPlatform().daemon().name("audit-relay").unstarted(this::run);
    this.unrecorded = metrics.counter("gatehouse.gateway.audit.unrecorded");
    Gauge.builder("gatehouse.gateway.audit.spool.bytes", directory, SpoolDirectory::bytes)
        .baseUnit("bytes")
        .register(metrics);
    Gauge.builder(
            "gatehouse.gateway.audit.spool.limit.bytes", config, c -> c.maxSize().asLongValue())
        .register(metrics);
    FunctionCounter.builder("gatehouse.gateway.audit.relayed", relay, SpoolRelay::relayed)
        .register(metrics);
    relay.damaged().register(metrics);
    Gauge.builder("gatehouse.gateway.audit.spool.writable", this, s -> s.writable() ? 1 : 0)
        .register(metrics);
    Gauge.builder("gatehouse.gateway.audit.behind", this, s -> s.behind ? 1 : 0).register(metrics);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
    if (config.mode() == SpoolConfig.Mode.BROKER) {
      long every = Math.clamp(config.brokerPatience().toMillis() / 4, 5, 250);
      patience.scheduleWithFixedDelay(broker::tick, every, every, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * A writer for the calling event loop.
   *
   * @param loop runs a task at the end of the loop's current turn
   */
  public SpoolWriter writer(Executor loop) {
    return new SpoolWriter(
        directory,
        loop,
        config.segmentSize().asLongValue(),
        confirmation,
        config.syncAttempts() ? Flush.DISK : Flush.NONE);
  }

  SpoolDirectory directory() {
    return directory;
  }

  /** A call was served without a record; the gap is put on record when there is room again. */
  public void unrecorded(String organisation) {
    gaps.served(organisation);
    unrecorded.increment();
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
    broker.away();
    relay.disconnect();
  }

  /** How long to wait for the next one. */
  private long step() {
    try {
      boolean written = gaps.record();
      relay.pass();
      behind = false;
      broker.back();
      return written ? PASS_MILLIS : RETRY_MILLIS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
      return 0;
    } catch (KafkaException | VaultException e) {
      if (!behind) {
        LOG.warn("Audit records stay in the spool for now: {}", e.getMessage());
      }
      behind = true;
      broker.away();
      relay.disconnect();
      return RETRY_MILLIS;
    } catch (IOException | RuntimeException e) {
      LOG.error("The audit relay failed; it tries again", e);
      return RETRY_MILLIS;
    }
  }

  private void hurry() {
    LockSupport.unpark(thread);
  }

  private void pause(long millis) {
    if (millis == 0) {
      return;
    }
    long wait = broker.anyHeld() && !behind ? Math.min(millis, 1) : millis;
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
    if (Thread.interrupted()) {
      running = false;
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException, IOException {
    running = false;
    hurry();
    thread.join(DRAIN_MILLIS);
    patience.shutdown();
    disk.close();
    directory.close();
  }
}
