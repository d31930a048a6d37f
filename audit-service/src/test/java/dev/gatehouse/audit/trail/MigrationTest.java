package dev.gatehouse.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.MigrationContract;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "audit"),
      @ResourceArg(name = "database", value = "audit")
    })
class MigrationTest extends MigrationContract {
  private static final String WITH_CREDENTIALS = "0198a000-0000-7000-8000-000000000001";

  @Test
  void destinationsKeepTheirCredentials() throws SQLException {
    migrateTo("202611291315");
    try (Connection database = migrated()) {
      TestDatabase.run(
          database,
          "INSERT INTO audit_destination (id, organisation, document, enabled, every_seconds, secret)"
              + " VALUES ('%s', 'acme', '{}', true, 60, true),".formatted(WITH_CREDENTIALS)
              + " ('0198a000-0000-7000-8000-000000000002', 'acme', '{}', true, 60, false)");

      migrateOn();

      assertThat(
              TestDatabase.select(
                  database, "SELECT credentials FROM audit_destination ORDER BY id"))
          .containsExactly(WITH_CREDENTIALS, null);
    }
  }
}
