package dev.gatehouse.e2e.suite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of one service, for what no API brings about: that time has passed, or that a
 * transaction stays where it is.
 */
public final class ServiceDatabase implements AutoCloseable {
  private final Connection connection;

  private ServiceDatabase(Connection connection) {
    this.connection = connection;
  }

  /** A connection of its own. */
  public static ServiceDatabase of(Suite suite, String name) throws SQLException {
    Endpoints.Postgres postgres = suite.endpoints().postgres();
    return new ServiceDatabase(
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), name),
            postgres.user(),
            postgres.password()));
  }

  /** What is done from here on is undone at the end; what it locks is locked until then. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  public void execute(String statement) throws SQLException {
    try (Statement it = connection.createStatement()) {
      it.execute(statement);
    }
  }

  /** The one number that a query gives. */
  public long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
