package dev.gatehouse.platform.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.RunMode;
import dev.gatehouse.platform.testing.BackingServices;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class DatabaseRoleRuleTest {
  @Inject AgroalDataSource application;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "gatehouse.test.superuser-password")
  String password;

  @Test
  void takesTheRoleOfAnApplication() {
    assertThat(new DatabaseRoleRule(application).check(RunMode.PRODUCTION)).isEmpty();
  }

  @Test
  void keepsAServiceFromStartingAsASuperuser() throws SQLException {
    try (AgroalDataSource superuser = superuser()) {
      assertThat(new DatabaseRoleRule(superuser).check(RunMode.PRODUCTION))
          .extracting("property")
          .containsExactly("quarkus.datasource.username");
    }
  }

  private AgroalDataSource superuser() throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .connectionFactoryConfiguration(connections ->
                        connections
                            .jdbcUrl(url)
                            .principal(new NamePrincipal("postgres"))
                            .credential(new SimplePassword(password)))));
  }
}
