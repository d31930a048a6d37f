package dev.gatehouse.platform.tenancy;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Unremovable;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Tells PostgreSQL the organisation of each connection that is taken from the pool; policies
 * compare it with a row's organisation as {@code current_setting('gatehouse.organisation')}. A
 * connection that could not be told is not handed out.
 */
@Singleton
@Unremovable
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
class RowLevelSecurity implements AgroalPoolInterceptor {
  private static final Logger LOG = Logger.getLogger(RowLevelSecurity.class);

  private final Tenancy tenancy;

  RowLevelSecurity(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public void onConnectionAcquire(Connection connection) {
    set(connection, tenancy.current());
  }

  @Override
  public void onConnectionReturn(Connection connection) {
    set(connection, Tenancy.NOBODY);
  }

  private static void set(Connection connection, String organisation) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('gatehouse.organisation', ?, false)")) {
      statement.setString(1, organisation);
      statement.execute();
    } catch (SQLException e) {
      cut(connection, e);
    }
  }

  // An exception of the interceptor would keep the pool's place occupied for good. A connection
  // that
  // is cut serves nobody either: every use of it fails, and it leaves the pool when it is returned.
  private static void cut(Connection connection, SQLException reason) {
    LOG.debugf(reason, "A connection is given up, it could not be told the organisation");
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be told the organisation", e);
    }
  }
}
