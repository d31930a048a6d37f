package dev.gatehouse.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "audit"),
      @ResourceArg(name = "database", value = "audit")
    })
class MigrationTest {
  @Inject Flyway flyway;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.flyway.username")
  String owner;

  @ConfigProperty(name = "quarkus.flyway.password")
  String password;

  @BeforeEach
  void anEmptyDatabase() {
    TestDatabase.administer("CREATE DATABASE audit_again OWNER " + owner);
  }

  @AfterEach
  void drop() {
    TestDatabase.administer("DROP DATABASE audit_again WITH (FORCE)");
  }

  @Test
  void runsOnAnEmptyDatabaseAndChangesNothingTheSecondTime() {
    Flyway again =
        Flyway.configure()
            .configuration(flyway.getConfiguration())
            .dataSource(url.replaceFirst("/[^/]+$", "/audit_again"), owner, password)
            .load();

    int first = again.migrate().migrationsExecuted;
    int second = again.migrate().migrationsExecuted;

    assertThat(first).isEqualTo(flyway.info().applied().length);
    assertThat(second).isZero();
  }
}
