package dev.gatehouse.registry.search;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.eclipse.microprofile.config.ConfigProvider;

/** What PostgreSQL does by itself after a while: looks which words are frequent. */
final class Statistics {
  private Statistics() {}

  static void refresh() throws SQLException {
    var config = ConfigProvider.getConfig();
    try (Connection connection =
        DriverManager.getConnection(
            config.getValue("quarkus.datasource.jdbc.url", String.class),
            config.getValue("quarkus.flyway.username", String.class),
            config.getValue("quarkus.flyway.password", String.class))) {
      connection.createStatement().execute("ANALYZE public_entry");
    }
  }
}
