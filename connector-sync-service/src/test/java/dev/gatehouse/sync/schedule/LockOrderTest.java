package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever changes rows of an organisation and tells of it waits for its turn to tell first: who had
 * a row and waited then would wait for one who waits for the row.
 */
@SyncTest
class LockOrderTest {

  @Inject ConnectorIntake intake;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anUpstream() {
    connectors = new Connectors();
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of(Samples.tool("a", "")));
  }

  @AfterEach
  void close() {
    threads.close();
    connectors.close();
    upstream.close();
  }

  @Test
  void theEndOfARunHoldsNoRowWhileItWaitsForItsTurn() throws Exception {
    String connector = connectors.add(upstream.uri().toString());
    connectors.request().post("/api/sync/" + connector).then().statusCode(200);

    assertNoRowIsHeldBy(
        connector,
        () -> connectors.request().post("/api/sync/" + connector).then().statusCode(200));
  }

  @Test
  void theIntakeOfAConnectorHoldsNoRowWhileItWaitsForItsTurn() throws Exception {
    String url = upstream.uri().toString();
    String connector = connectors.add(url);
    connectors.request().post("/api/sync/" + connector).then().statusCode(200);

    assertNoRowIsHeldBy(
        connector, () -> intake.changed(connectors.manifest(connector, url, null, true, 2)));
  }

  private void assertNoRowIsHeldBy(String connector, Runnable action) throws Exception {
    Future<?> acting;
    try (Connection other = Rows.connect()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "SELECT pg_advisory_xact_lock(hashtextextended('%s', 42))".formatted(organisation()));
      acting = threads.submit(action);
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting() > 0);

      // A look for what is due may hold it for a moment.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(mayBeLocked(other, connector)).isTrue());
    }
    acting.get(30, TimeUnit.SECONDS);
  }

  private String organisation() {
    return connectors.organisation();
  }

  private long waiting() {
    return Rows.number(
        """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND ((CAST(classid AS bigint) << 32) | CAST(objid AS bigint)) = hashtextextended('%s', 42)
        """
            .formatted(organisation()));
  }

  private static boolean mayBeLocked(Connection connection, String connector) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      connection
          .createStatement()
          .execute(
              "SELECT 1 FROM schedule WHERE connector_id = '%s' FOR UPDATE NOWAIT"
                  .formatted(connector));
      return true;
    } catch (SQLException e) {
      connection.rollback(before);
      return false;
    }
  }
}
