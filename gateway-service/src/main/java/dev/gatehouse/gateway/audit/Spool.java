package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
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
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
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
  private final Gaps gaps;
  private final GapRecord gapRecord;
  private final DiskSync disk = new DiskSync();
  private final BrokerWait broker;
  private final Confirmation confirmation;
  private final Thread thread;
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
    this.gaps = new Gaps(config.directory());
    this.gapRecord = gapRecord;
    this.broker = new BrokerWait(config.brokerPatience(), this::hurry);
    Confirmation sync = config.syncAttempts() ? disk : Confirmation.NONE;
    this.confirmation = config.mode() == SpoolConfig.Mode.BROKER ? sync.and(broker) : sync;
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
    return new SpoolWriter(directory, loop, config.segmentSize().asLongValue(), confirmation);
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
      broker.tick();
    }
    step(); // what was written last
    broker.away();
    relay.disconnect();
  }

  /** How long to wait for the next one. */
  private long step() {
    try {
      recordGaps();
      relay.pass();
      gaps.save();
      behind = false;
      broker.back();
      return PASS_MILLIS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  /** A file of its own for each, by this thread: event loops write to theirs alone. */
  private void recordGaps() throws IOException {
    if (!gaps.any() || !directory.writable()) {
      return;
    }
    for (Gaps.Gap gap : gaps.all()) {
      AuditRecord record = gapRecord.of(gap);
      byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
      Frame frame =
          new Frame(record.key().toString().getBytes(StandardCharsets.UTF_8), new byte[0], value);
      directory.writeAlone(frame);
      gaps.closed(gap);
      LOG.warn(
          "{} calls of organisation {} have no audit record: {}",
          gap.calls(),
          gap.organisation(),
          gap);
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
    disk.close();
    directory.close();
  }
}
