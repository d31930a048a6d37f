package dev.gatehouse.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The migrations of a service lead from an empty database to where the service runs. Each service
 * with a database extends it in a {@code @QuarkusTest} with {@link BackingServices}.
 */
public abstract class MigrationContract {
  private static final String AGAIN = "migrated_again";

  @Inject Flyway flyway;

  @BeforeEach
  void anEmptyDatabase() throws SQLException {
    administer("CREATE DATABASE %s OWNER %s".formatted(AGAIN, setting("quarkus.flyway.username")));
  }

  @AfterEach
  void noMoreDatabase() throws SQLException {
    administer("DROP DATABASE %s WITH (FORCE)".formatted(AGAIN));
  }

  @Test
  void theChainRunsOnAnEmptyDatabase() {
    MigrateResult result = again().migrate();
    assertThat(result.migrationsExecuted).isEqualTo(flyway.info().applied().length);
  }

  @Test
  void theChainIsDoneOnceItHasRun() {
    again().migrate();
    MigrateResult second = again().migrate();
    assertThat(second.migrationsExecuted).isZero();
    assertThat(again().validateWithResult().validationSuccessful).isTrue();
  }

  /** The chain on the empty database, as far as a version. */
  protected final void migrateTo(String version) {
    migration().target(version).load().migrate();
  }

  /** The chain from where it is to its end. */
  protected final void migrateOn() {
    again().migrate();
  }

  /** A connection of the superuser to the database that is migrated. */
  protected static Connection migrated() throws SQLException {
    return DriverManager.getConnection(
        url(), "postgres", setting("gatehouse.test.superuser-password"));
  }

  private Flyway again() {
    return migration().load();
  }

  private FluentConfiguration migration() {
    return Flyway.configure()
        .configuration(flyway.getConfiguration())
        .dataSource(url(), setting("quarkus.flyway.username"), setting("quarkus.flyway.password"));
  }

  private static String url() {
    return setting("quarkus.datasource.jdbc.url").replaceFirst("/[^/]+$", "/" + AGAIN);
  }

  private static void administer(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                setting("quarkus.datasource.jdbc.url"),
                "postgres",
                setting("gatehouse.test.superuser-password"));
        Statement administration = connection.createStatement()) {
      administration.execute(statement);
    }
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
