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
    var config = ConfigProvider.getConfig();
    try (Connection connection =
        DriverManager.getConnection(
            config.getValue("quarkus.datasource.jdbc.url", String.class),
            config.getValue("quarkus.datasource.username", String.class),
            config.getValue("quarkus.datasource.password", String.class))) {
      connection.createStatement().execute("SELECT set_config('gatehouse.organisation','*',false)");
      try (ResultSet row = connection.createStatement().executeQuery(query)) {
        if (!row.next()) {
          throw new IllegalStateException("no row: " + query);
        }
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
