package dev.gatehouse.audit.retention;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Drops whole days of a retention class. Whether one may go the database decides: its time is over,
 * all of it is signed, and nobody holds it.
 */
@ApplicationScoped
public class Retirement {
  private static final Logger LOG = Logger.getLogger(Retirement.class);
  private static final String CANDIDATES =
      """
      SELECT c.day, c.retention_class FROM audit_chain c JOIN audit_retention r USING (retention_class)
      WHERE c.day + r.days < (clock_timestamp() AT TIME ZONE 'UTC')::date
        AND to_regclass(format('audit_record_%s_%s', to_char(c.day, 'YYYYMMDD'), c.retention_class)) IS NOT NULL
      GROUP BY c.day, c.retention_class ORDER BY c.day
      """;
  private static final String RETIRE = "SELECT audit_partition_retire(?, ?)";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final RetentionConfig config;

  Retirement(AgroalDataSource dataSource, Tenancy tenancy, RetentionConfig config) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.config = config;
  }

  private record Candidate(LocalDate day, String retentionClass) {}

  @Scheduled(
      every = "{gatehouse.audit.retention.every}",
      delayed = "5m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void scheduled() {
    try {
      retire();
    } catch (SQLException e) {
      LOG.errorf("Old audit records are not removed; the next try is in %s: %s", config.every(), e);
    }
  }

  /** What became of each day whose time is over, by day and class. */
  public Map<String, String> retire() throws SQLException {
    Map<String, String> results = new TreeMap<>();
    try (Connection connection = connect()) {
      for (Candidate candidate : candidates(connection)) {
        String result = retire(connection, candidate);
        results.put(candidate.day() + " " + candidate.retentionClass(), result);
        LOG.infof(
            "Audit records of %s, %s: %s", candidate.day(), candidate.retentionClass(), result);
      }
    }
    return results;
  }

  private static List<Candidate> candidates(Connection connection) throws SQLException {
    List<Candidate> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CANDIDATES)) {
      while (row.next()) {
        found.add(new Candidate(row.getObject(1, LocalDate.class), row.getString(2)));
      }
    }
    return found;
  }

  private static String retire(Connection connection, Candidate candidate) throws SQLException {
    try (PreparedStatement retire = connection.prepareStatement(RETIRE)) {
      retire.setObject(1, candidate.day());
      retire.setString(2, candidate.retentionClass());
      try (ResultSet row = retire.executeQuery()) {
        return row.next() ? row.getString(1) : "absent";
      }
    }
  }

  private Connection connect() throws SQLException {
    return tenancy.asPlatform(dataSource::getConnection);
  }
}
