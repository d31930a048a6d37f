package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.backing.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {

  @Test
  void migratesAnEmptyDatabaseAndFindsNothingToDoAgain(@TempDir Path directory) throws Exception {
    try (PostgresServer postgres =
        PostgresServer.start(PostgresSettings.forTests(directory.resolve("postgres")))) {
      PostgresDatabase database =
          new PostgresDatabase("auth", "auth_owner", "owner-secret", "auth", "application-secret");
      postgres.ensure(database);
      Flyway flyway =
          Flyway.configure()
              .dataSource(postgres.jdbcUrl("auth"), database.owner(), database.ownerPassword())
              .locations("db/platform", "db/migration")
              .placeholders(Map.of("app_role", database.user()))
              .load();
      int first = flyway.migrate().migrationsExecuted;
      int second = flyway.migrate().migrationsExecuted;
      flyway.validate();
      assertThat(first).isGreaterThan(3);
      assertThat(second).isZero();
    }
  }
}
