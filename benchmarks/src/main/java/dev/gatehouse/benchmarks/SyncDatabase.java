package dev.gatehouse.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of connector-sync. Copies of one connector that has been synced stand for connectors
 * that were synced for long: each at a host of its own, due some time within the hour.
 */
final class SyncDatabase implements AutoCloseable {
  private static final String COPIES = "benchmark-";
  private static final String SCHEDULES =
      """
      INSERT INTO schedule (connector_id, organisation, revision, manifest, target, active, due_at,
        probe_at, health, health_since, host)
      SELECT gen_random_uuid(), organisation, revision, manifest, target, true,
        now() + random() * interval '1 hour', now() + random() * interval '5 minutes',
        health, health_since, '%s' || n
      FROM schedule, generate_series(1, ?) AS n WHERE connector_id = CAST(? AS uuid)
      """
          .formatted(COPIES);
  private static final String TOOLS =
      """
      INSERT INTO known_tools (connector_id, organisation, hashes)
      SELECT s.connector_id, s.organisation, k.hashes FROM schedule s, known_tools k
      WHERE s.host LIKE '%s%%' AND k.connector_id = CAST(? AS uuid)
      """
          .formatted(COPIES);

  /** Its user and password, and where it is, as a JDBC URL. */
  record Address(String url, String user, String password) {}

  private final Connection connection;

  SyncDatabase(Address address) throws SQLException {
    connection = DriverManager.getConnection(address.url(), address.user(), address.password());
    execute("SELECT set_config('gatehouse.organisation', '*', false)");
    removeCopies();
  }

  void multiply(String connector, int times) throws SQLException {
    try (PreparedStatement schedules = connection.prepareStatement(SCHEDULES);
        PreparedStatement tools = connection.prepareStatement(TOOLS)) {
      schedules.setInt(1, times);
      schedules.setString(2, connector);
      schedules.executeUpdate();
      tools.setString(1, connector);
      tools.executeUpdate();
    }
    execute("ANALYZE schedule");
  }

  long runs() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM run")) {
      row.next();
      return row.getLong(1);
    }
  }

  void removeCopies() throws SQLException {
    execute("DELETE FROM schedule WHERE host LIKE '" + COPIES + "%'");
  }

  private void execute(String statement) throws SQLException {
    try (Statement it = connection.createStatement()) {
      it.execute(statement);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
