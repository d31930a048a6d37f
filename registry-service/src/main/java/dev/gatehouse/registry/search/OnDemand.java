package dev.gatehouse.registry.search;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is taken from the pool once something has to be asked: most of a search is done
 * in memory, and holds none meanwhile. For one thread.
 */
final class OnDemand implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OnDemand.class);

  private final AgroalDataSource dataSource;
  private @Nullable Connection connection;

  OnDemand(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @throws ProblemException 503 if there is none to be had
   */
  Connection connection() {
    Connection taken = connection;
    if (taken == null) {
      try {
        taken = dataSource.getConnection();
      } catch (SQLException e) {
        LOG.debug("No connection for a search", e);
        throw ProblemException.of(
            CommonProblem.UNAVAILABLE, "The database cannot be reached now; try again.");
      }
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
