package dev.gatehouse.registry.search;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is taken from the pool once something has to be asked: most of a search is done
 * in memory, and holds none meanwhile. For one thread.
 */
final class OnDemand implements AutoCloseable {
  private final AgroalDataSource dataSource;
  private @Nullable Connection connection;

  OnDemand(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  Connection connection() throws SQLException {
    Connection taken = connection;
    if (taken == null) {
      taken = dataSource.getConnection();
      connection = taken;
    }
    return taken;
  }

  @Override
  public void close() throws SQLException {
    Connection taken = connection;
    if (taken != null) {
      taken.close();
    }
  }
}
