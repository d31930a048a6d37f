package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.ServiceDatabase;
import dev.gatehouse.e2e.suite.ServiceReplica;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.RotatingUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Two processes of connector-sync with many connectors that are all due at once; {@code
 * SchedulersTest} has the same of what both ask the database. Runs for minutes, and only where it
 * is asked for by its name.
 */
@RequiresNpm
class SyncReplicasWitness {
  private static final int CONNECTORS = Integer.getInteger("gatehouse.sync.connectors", 10_000);
  private static final int INTERVALS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Copies of a connector, each at a host of its own. */
  private static final String COPIES =
      """
      INSERT INTO schedule (connector_id, organisation, revision, manifest, target, active, due_at,
        probe_at, host)
      SELECT gen_random_uuid(), organisation, revision, manifest, target, true,
        now() + interval '1 day', now() + interval '1 day', 'copy-' || n
      FROM schedule, generate_series(1, %d) AS n WHERE connector_id = '%s'
      """;

  private static final String UNDER_WAY =
      """
      SELECT count(*) FROM schedule
      WHERE host LIKE 'copy-%' AND (due_at <= now() OR leased_until IS NOT NULL)
      """;

  private static final String OTHER_THAN_ONCE_AN_INTERVAL =
      """
      SELECT count(*) FROM (
        SELECT s.lease, count(r.id) AS runs,
          count(*) FILTER (WHERE r.outcome = 'COMPLETE') AS complete
        FROM schedule s LEFT JOIN run r ON r.connector_id = s.connector_id
        WHERE s.host LIKE 'copy-%%' GROUP BY s.connector_id) AS each
      WHERE runs <> %d OR complete <> runs OR lease <> runs
      """;

  @Test
  void eachOfManyConnectorsIsSyncedOnceInEachInterval() throws Exception {
    try (Suite suite = Suite.start();
        RotatingUpstream upstream = RotatingUpstream.start(3_600);
        ServiceReplica other = ServiceReplica.start(suite, "connector-sync");
        ServiceDatabase database = ServiceDatabase.of(suite, "connector_sync")) {
      String connector = Workspace.first(suite).connect(upstream.open()).id();
      URI first = URI.create(suite.endpoints().services().get("connector-sync").management());
      double before = runs(first);
      database.execute(COPIES.formatted(CONNECTORS, connector));
      database.execute("ANALYZE schedule");
      for (int interval = 1; interval <= INTERVALS; interval++) {
        long began = System.nanoTime();
        database.execute("UPDATE schedule SET due_at = now() WHERE host LIKE 'copy-%'");
        awaitAllDone(database);

        assertThat(database.number(OTHER_THAN_ONCE_AN_INTERVAL.formatted(interval))).isZero();
        System.out.printf(
            "interval %d: %d connectors, each once, in %d s%n",
            interval, CONNECTORS, (System.nanoTime() - began) / 1_000_000_000);
      }
      System.out.printf(
          "runs of one replica %.0f, of the other %.0f%n",
          runs(first) - before, runs(other.management()));
      assertThat(runs(first) - before).isPositive();
      assertThat(runs(other.management())).isPositive();
    }
  }

  private static void awaitAllDone(ServiceDatabase database) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> underWay(database) == 0);
  }

  private static long underWay(ServiceDatabase database) throws SQLException {
    return database.number(UNDER_WAY);
  }

  /** By what the replica counts itself. */
  private static double runs(URI management) throws IOException {
    try (InputStream metrics = management.resolve("/q/metrics").toURL().openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("gatehouse_sync_runs_seconds_count"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
