package dev.gatehouse.audit.testing;

import dev.gatehouse.platform.testing.TestNetwork;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service's database seen past the service, by each of its roles. */
public final class TestDatabase {
  private TestDatabase() {}

  /** The application role, told an organisation; an empty text is not told. */
  public static Connection application(String organisation) throws SQLException {
    Connection connection =
        connect(value("quarkus.datasource.username"), value("quarkus.datasource.password"));
    if (!organisation.isEmpty()) {
      run(
          connection,
          "SELECT set_config('gatehouse.organisation', '%s', false)".formatted(organisation));
    }
    return connection;
  }

  /** The role that owns the schema. */
  public static Connection owner() throws SQLException {
    return connect(value("quarkus.flyway.username"), value("quarkus.flyway.password"));
  }

  /** PostgreSQL's superuser: sees every row. */
  public static Connection superuser() throws SQLException {
    return connect("postgres", value("gatehouse.test.superuser-password"));
  }

  /** Runs a statement as superuser. */
  public static void administer(String sql) {
    try (Connection connection = superuser()) {
      run(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** First column of all rows, as superuser. */
  public static List<String> select(String sql) {
    try (Connection connection = superuser()) {
      return select(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<String> select(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ids of all stored records of an organisation. */
  public static List<String> idsOf(String organisation) {
    return select("SELECT id FROM audit_record WHERE organisation = '" + organisation + "'");
  }

  /** Cuts every connection of the application role. */
  public static void cutConnections() {
    administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'"
            .formatted(value("quarkus.datasource.username")));
  }

  /** Lets no new connection of the application role in, or lets them in again. */
  public static void allowConnections(boolean allowed) {
    administer(
        "ALTER ROLE %s %s"
            .formatted(value("quarkus.datasource.username"), allowed ? "LOGIN" : "NOLOGIN"));
  }

  private static Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(TestNetwork.POSTGRES.direct(), user, password);
  }

  private static String value(String property) {
    return ConfigProvider.getConfig().getValue(property, String.class);
  }
}
