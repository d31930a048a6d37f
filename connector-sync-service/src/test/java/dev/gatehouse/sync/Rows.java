package dev.gatehouse.sync;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at what no API shows, as the platform does. */
public final class Rows {
  private Rows() {}

  /** The one number that a query gives. */
  public static long number(String query) {
    return one(query, row -> row.getLong(1));
  }

  /** The one text that a query gives. */
  public static String text(String query) {
    return one(query, row -> row.getString(1));
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> T one(String query, Reader<T> reader) {
    try (Connection connection = connect();
        ResultSet row = connection.createStatement().executeQuery(query)) {
      if (!row.next()) {
        throw new IllegalStateException("no row: " + query);
      }
      return reader.read(row);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection that sees every organisation. */
  public static Connection connect() throws SQLException {
    var config = ConfigProvider.getConfig();
    Connection connection =
        DriverManager.getConnection(
            config.getValue("quarkus.datasource.jdbc.url", String.class),
            config.getValue("quarkus.datasource.username", String.class),
            config.getValue("quarkus.datasource.password", String.class));
    connection.createStatement().execute("SELECT set_config('gatehouse.organisation','*',false)");
    return connection;
  }

  /** Does what returns no rows, as the platform may. */
  public static void change(String statement) {
    try (Connection connection = connect()) {
      connection.createStatement().executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does what only the owner of the tables may. */
  public static void asOwner(String statement) {
    var config = ConfigProvider.getConfig();
    try (Connection connection =
        DriverManager.getConnection(
            config.getValue("quarkus.datasource.jdbc.url", String.class),
            "postgres",
            config.getValue("gatehouse.test.superuser-password", String.class))) {
      connection.createStatement().executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
