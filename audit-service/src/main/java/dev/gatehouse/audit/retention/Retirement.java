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
 * Drops whole days of a retention class. Whether one may go the database decides, while nobody can
 * place a hold on it or write to it: its time is over, all of it is signed, and nobody holds it. A
 * partition that is empty goes when its day is over.
 */
@ApplicationScoped
public class Retirement {
  private static final Logger LOG = Logger.getLogger(Retirement.class);
  // Partitions, not chains, are where to look: what was made ahead and never used has no chain. A
  // table of another name is none of ours, and must not be taken for a date.
  private static final String CANDIDATES =
      """
      SELECT p.day, p.retention_class FROM (
        SELECT CASE WHEN c.relname ~ '^audit_record_[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_[a-z0-9]+$'
            THEN to_date(split_part(c.relname, '_', 3), 'YYYYMMDD') END AS day,
          split_part(c.relname, '_', 4) AS retention_class
        FROM pg_inherits days
        JOIN pg_inherits classes ON classes.inhparent = days.inhrelid
        JOIN pg_class c ON c.oid = classes.inhrelid
        WHERE days.inhparent = 'audit_record'::regclass) p
      JOIN audit_retention r USING (retention_class)
      CROSS JOIN (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS today) now
      WHERE p.day + r.days < today
        OR p.day + 1 < today AND NOT EXISTS (SELECT FROM audit_chain c
          WHERE c.day = p.day AND c.retention_class = p.retention_class)
      ORDER BY p.day, p.retention_class
      """;
  private static final String RETIRE = "SELECT audit_partition_retire(?, ?)";
  private static final int SECONDS_TO_SHOW_LIFE = 5;

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
      delayed = "{gatehouse.audit.retention.first-after}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void scheduled() {
    try {
      retire();
    } catch (SQLException e) {
      LOG.errorf("Old audit records are not removed; the next try is in %s: %s", config.every(), e);
    }
  }

  /**
   * What became of each day whose time is over, by day and class: {@code failed} if it is not known
   * why it stays, which keeps no other day from going.
   *
   * @throws SQLException nothing can be had of the database at the moment
   */
  public Map<String, String> retire() throws SQLException {
    Map<String, String> results = new TreeMap<>();
    try (Connection connection = connect()) {
      for (Candidate candidate : candidates(connection)) {
        results.put(
            candidate.day() + " " + candidate.retentionClass(),
            retireOrTell(connection, candidate));
      }
    }
    return results;
  }

  private static String retireOrTell(Connection connection, Candidate candidate)
      throws SQLException {
    try {
      String result = retire(connection, candidate);
      LOG.infof("Audit records of %s, %s: %s", candidate.day(), candidate.retentionClass(), result);
      return result;
    } catch (SQLException e) {
      if (!connection.isValid(SECONDS_TO_SHOW_LIFE)) {
        throw e;
      }
      LOG.errorf(
          "Audit records of %s, %s are not removed; the others are: %s",
          candidate.day(), candidate.retentionClass(), e);
      return "failed";
    }
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
