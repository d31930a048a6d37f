package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs that end in the middle, as with a process that is killed: what PostgreSQL has of it is what
 * it has then. {@code -Dgatehouse.cut-short.times=20} repeats each as often.
 */
@SyncTest
class CutShortTest {
  private static final int TIMES = Integer.getInteger("gatehouse.cut-short.times", 2);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anUpstream() {
    connectors = new Connectors();
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "1")));
  }

  @AfterEach
  void close() {
    upstream.close();
    connectors.close();
  }

  @Test
  void aRunThatIsCutShortBeforeItsCommitIsAsIfItHadNotBeen() throws Exception {
    String connector = connectors.add(upstream.uri().toString());
    complete(connector);
    for (int i = 0; i < TIMES; i++) {
      int runs = runs(connector);
      upstream.tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "changed " + i)));

      cutShort(connector);

      assertThat(runs(connector)).isEqualTo(runs);
      Rows.change(
          "UPDATE schedule SET leased_until = now() WHERE connector_id = '" + connector + "'");
      connectors
          .request()
          .post("/api/sync/" + connector)
          .then()
          .body("outcome", equalTo("complete"))
          .body("changed", equalTo(1))
          .body("unchanged", equalTo(1))
          .body("removed", equalTo(0));
    }
    everyRunIsToldOnce(connector);
  }

  @Test
  void aReplicaThatDiesInTheMiddleLeavesTheConnectorToAnother() {
    String connector = connectors.add(upstream.uri().toString());
    complete(connector);
    for (int i = 0; i < TIMES; i++) {
      int runs = runs(connector);
      // As a replica leaves it that was killed while it asked the upstream.
      Rows.change(
          "UPDATE schedule SET lease = lease + 1, leased_until = now() + interval '2 seconds',"
              + " due_at = now() WHERE connector_id = '"
              + connector
              + "'");

      Awaitility.await().atMost(PATIENCE).until(() -> runs(connector) > runs);
    }
    everyRunIsToldOnce(connector);
  }

  /** Ends the transaction of a run that has asked and waits to keep what it found. */
  private void cutShort(String connector) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = Rows.connect()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "SELECT pg_advisory_xact_lock(hashtextextended('%s', 42))"
                  .formatted(connectors.organisation()));
      var run =
          threads.submit(() -> connectors.request().post("/api/sync/" + connector).statusCode());
      Awaitility.await().atMost(PATIENCE).until(() -> waiting("count(*)") > 0);
      Rows.number("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE " + waits());
      assertThat(run.get()).isEqualTo(500);
    }
  }

  private long waiting(String what) {
    return Rows.number("SELECT " + what + " FROM pg_locks WHERE " + waits());
  }

  private String waits() {
    return "locktype = 'advisory' AND NOT granted AND ((CAST(classid AS bigint) << 32)"
        + " | CAST(objid AS bigint)) = hashtextextended('%s', 42)"
            .formatted(connectors.organisation());
  }

  private void complete(String connector) {
    connectors
        .request()
        .post("/api/sync/" + connector)
        .then()
        .statusCode(200)
        .body("outcome", equalTo("complete"));
  }

  private int runs(String connector) {
    return connectors.request().get("/api/sync/" + connector + "/runs").path("size()");
  }

  /** Each run that is stored, no other, and each with its tools. */
  private void everyRunIsToldOnce(String connector) {
    Set<String> stored =
        new HashSet<>(connectors.request().get("/api/sync/" + connector + "/runs").path("runId"));
    List<Published.Entry> told =
        Published.until(
            Topics.DISCOVERY,
            connectors.organisation(),
            entries -> ended(entries).size() >= stored.size());
    assertThat(ended(told)).containsExactlyInAnyOrderElementsOf(stored);
    for (String run : stored) {
      assertThat(told)
          .filteredOn(entry -> entry.event() instanceof ToolsFound part && part.run().equals(run))
          .hasSize(1);
    }
  }

  private static List<String> ended(List<Published.Entry> entries) {
    return entries.stream()
        .map(Published.Entry::event)
        .filter(RunFinished.class::isInstance)
        .map(event -> ((RunFinished) event).run())
        .toList();
  }
}
