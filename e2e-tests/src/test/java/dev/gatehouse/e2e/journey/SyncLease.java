package dev.gatehouse.e2e.journey;

import dev.gatehouse.e2e.suite.ServiceDatabase;
import dev.gatehouse.e2e.suite.Suite;
import java.sql.SQLException;

/** What a process that was killed in a run has left of it. */
final class SyncLease {
  private SyncLease() {}

  /** As if the time were over for which a connector's run is its own. */
  static void end(Suite suite, String connector) throws SQLException {
    try (ServiceDatabase database = ServiceDatabase.of(suite, "connector_sync")) {
      database.execute(
          "UPDATE schedule SET leased_until = now() WHERE connector_id = '" + connector + "'");
    }
  }
}
