package dev.gatehouse.auth;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.ConfigProvider;

/** What no role of the service may do to the database. */
public final class Superuser {
  private Superuser() {}

  /** Does something while a table cannot be found. */
  public static <T> T without(String table, java.util.function.Supplier<T> work) {
    run("ALTER TABLE %1$s RENAME TO %1$s_away".formatted(table));
    try {
      return work.get();
    } finally {
      run("ALTER TABLE %1$s_away RENAME TO %1$s".formatted(table));
    }
  }

  private static void run(String statement) {
    try (Connection connection =
            DriverManager.getConnection(
                setting("quarkus.datasource.jdbc.url"),
                "postgres",
                setting("gatehouse.test.superuser-password"));
        Statement administration = connection.createStatement()) {
      administration.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
