package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.SyncTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SyncTest
class LeaseTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Inject ScheduleRepository schedules;
  @Inject ConnectorIntake intake;
  @Inject Tenancy tenancy;

  private Connectors connectors;
  private UUID connector;

  @BeforeEach
  void aConnector() {
    connectors = new Connectors();
    connector = UUID.randomUUID();
    // Of a kind that the running service itself leaves alone.
    intake.changed(
        connectors.manifest(connector.toString(), "http://127.0.0.1:9999/", null, false, 1));
  }

  @AfterEach
  void close() {
    connectors.close();
  }

  @Test
  void aLeasedConnectorIsNotGivenTwice() {
    assertThat(claim(LONG)).isPresent();
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  void manyAtOnceGetOneLease() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Optional<Lease>>> claims = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        claims.add(() -> claim(LONG));
      }
      List<Future<Optional<Lease>>> given = threads.invokeAll(claims);
      assertThat(given.stream().filter(lease -> lease.resultNow().isPresent())).hasSize(1);
    }
  }

  @Test
  void aLeaseThatRanOutPassesOnAndTheOldOneCannotWriteAnyMore() {
    Lease old = claim(Duration.ofSeconds(1)).orElseThrow();
    Lease next =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> claim(LONG), Optional::isPresent)
            .orElseThrow();
    assertThat(next.number()).isGreaterThan(old.number());
    assertThat(mayWrite(old)).isFalse();
    assertThat(mayWrite(next)).isTrue();
  }

  @Test
  void aRunWithAnOldTargetCannotWriteAnyMore() {
    Lease old = claim(LONG).orElseThrow();
    intake.changed(
        connectors.manifest(connector.toString(), "http://127.0.0.1:9998/", null, false, 2));
    assertThat(mayWrite(old)).isFalse();
    assertThat(claim(LONG)).isPresent();
  }

  @Test
  void aChangeOfSomethingElseLeavesTheLease() {
    Lease lease = claim(LONG).orElseThrow();
    intake.changed(
        connectors.manifest(connector.toString(), "http://127.0.0.1:9999/", null, false, 2));
    assertThat(mayWrite(lease)).isTrue();
  }

  private Optional<Lease> claim(Duration time) {
    return tenancy.in(connectors.organisation(), () -> schedules.claim(connector, time));
  }

  private boolean mayWrite(Lease lease) {
    return tenancy.in(
        lease.organisation(),
        () -> QuarkusTransaction.requiringNew().call(() -> schedules.lock(lease).isPresent()));
  }
}
