package dev.gatehouse.audit.trail;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** In production the role that serves requests can add records and do nothing else to them. */
@ApplicationScoped
class AppendOnlyRule implements ReadinessRule {
  private static final String MAY_ALTER =
      """
      SELECT (SELECT bool_or(has_table_privilege(current_user, relid, 'UPDATE, DELETE, TRUNCATE'))
              FROM pg_partition_tree('audit_record'))
          OR (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
      """;

  private final AgroalDataSource dataSource;

  AppendOnlyRule(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    if (mode != RunMode.PRODUCTION || !mayAlter()) {
      return List.of();
    }
    return List.of(
        new Violation(
            "quarkus.datasource.username",
            "this role can change or delete audit records, or see those of every organisation.",
            "Use a role of its own that neither owns the database nor is a superuser."));
  }

  boolean mayAlter() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MAY_ALTER)) {
      return !row.next() || row.getBoolean(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The rights of the database role cannot be read", e);
    }
  }
}
