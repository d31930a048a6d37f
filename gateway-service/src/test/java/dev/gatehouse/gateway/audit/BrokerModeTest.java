package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.testing.TestNetwork;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second spool in this process, whose answers wait for Kafka. */
@GatewayTest
class BrokerModeTest {
  @Inject GapRecord gapRecord;

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> kafka;

  @TempDir Path folder;
  private final String organisation = UUID.randomUUID().toString();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private Spool spool;
  private SpoolWriter writer;

  private record Config(Path directory) implements SpoolConfig {
    @Override
    public MemorySize segmentSize() {
      return new MemorySize(BigInteger.valueOf(8 << 20));
    }

    @Override
    public MemorySize maxSize() {
      return new MemorySize(BigInteger.valueOf(64 << 20));
    }

    @Override
    public Mode mode() {
      return Mode.BROKER;
    }

    @Override
    public Duration brokerPatience() {
      return Duration.ofSeconds(1);
    }

    @Override
    public boolean syncAttempts() {
      return true;
    }
  }

  @BeforeEach
  void start() {
    spool =
        new Spool(
            new Config(folder),
            kafka,
            BodiesFixture.completion(),
            gapRecord,
            new SimpleMeterRegistry());
    spool.start(new StartupEvent());
    writer = spool.writer(loop);
  }

  @AfterEach
  void stop() throws InterruptedException, IOException {
    TestNetwork.KAFKA.pass();
    spool.stop(new ShutdownEvent());
    loop.shutdown();
  }

  @Test
  void anAnswerWaitsUntilKafkaHasItsRecord() {
    CompletableFuture<Boolean> told = append();

    assertThat(told).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(true);
    assertThat(AuditTrail.of(organisation, 1)).hasSize(1);
  }

  /** A producer gives up after half a minute. */
  @Test
  void anAnswerDoesNotWaitForABrokerThatSaysNothing() {
    assertThat(append()).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(true);
    TestNetwork.KAFKA.silence();

    CompletableFuture<Boolean> told = append();

    assertThat(told).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    TestNetwork.KAFKA.pass();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> AuditTrail.of(organisation, 1).stream().map(AuditRecord::id).distinct().count(),
            count -> count == 2);
  }

  private CompletableFuture<Boolean> append() {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    CallRecord.Ready record = BodiesFixture.record(organisation).attempt();
    loop.execute(() -> writer.appendAttempt(record, told::complete));
    return told;
  }
}
