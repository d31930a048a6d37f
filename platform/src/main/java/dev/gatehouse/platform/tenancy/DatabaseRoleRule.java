package dev.gatehouse.platform.tenancy;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** In production a service's database role is one that row-level security holds for. */
@ApplicationScoped
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
class DatabaseRoleRule implements ReadinessRule {
  private static final String PASSES_BY =
      "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";

  private final AgroalDataSource dataSource;

  DatabaseRoleRule(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    if (mode != RunMode.PRODUCTION || !passesBy()) {
      return List.of();
    }
    return List.of(
        new Violation(
            "quarkus.datasource.username",
            "row-level security does not hold for this role: it would see every organisation.",
            "Use a role that is neither a superuser nor has BYPASSRLS."));
  }

  private boolean passesBy() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PASSES_BY)) {
      return !row.next() || row.getBoolean(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The rights of the database role cannot be read", e);
    }
  }
}
