package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@SyncTest
class MigrationTest {

  @Test
  void theChainRunsOnAnEmptyDatabaseAndIsDoneThen() throws SQLException {
    Config config = ConfigProvider.getConfig();
    String url = config.getValue("quarkus.datasource.jdbc.url", String.class);
    try (Connection connection =
        DriverManager.getConnection(
            url, "postgres", config.getValue("gatehouse.test.superuser-password", String.class))) {
      connection
          .createStatement()
          .execute("CREATE DATABASE connector_sync_again OWNER connector_sync_owner");
    }
    Flyway flyway =
        Flyway.configure()
            .dataSource(
                url.replace("/connector_sync", "/connector_sync_again"),
                config.getValue("quarkus.flyway.username", String.class),
                config.getValue("quarkus.flyway.password", String.class))
            .locations("db/platform", "db/migration")
            .placeholders(Map.of("app_role", "connector_sync"))
            .load();
    assertThat(flyway.migrate().migrationsExecuted).isPositive();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
  }
}
