package dev.gatehouse.audit.query;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the trail. Row-level security looks at every query a second time. */
@ApplicationScoped
class TrailReader {
  private static final Logger LOG = Logger.getLogger(TrailReader.class);
  static final String COLUMNS = "day, occurred_at, id, record";
  static final String NEWEST = "ORDER BY day DESC, occurred_at DESC, id DESC LIMIT ";
  private static final String FIND =
      "SELECT record FROM audit_record WHERE organisation = ? AND (?::text IS NULL OR gateway = ?)";
  private static final String OUTCOME = " AND attempt = ? AND phase = 'OUTCOME'";

  /** PostgreSQL's {@code query_canceled}. */
  private static final String CANCELLED = "57014";

  /**
   * How SQL states begin that speak of the connection, its rights or the server's state; "null"
   * comes from the pool.
   */
  private static final List<String> ABSENCE = List.of("08", "28", "53", "57P", "null");

  private final AgroalDataSource dataSource;
  private final int timeoutSeconds;

  TrailReader(AgroalDataSource dataSource, QueryConfig config) {
    this.dataSource = dataSource;
    this.timeoutSeconds = (int) Math.max(1, config.timeout().toSeconds());
  }

  /** There is no answer now; the message says what the caller can do. */
  static final class NoAnswerException extends Exception {
    NoAnswerException(String message, SQLException cause) {
      super(message, cause);
    }
  }

  AuditPage list(AuditQuery query) throws NoAnswerException {
    List<StoredRecord> events = new ArrayList<>();
    Cursor last = null;
    // One row more than asked for tells whether there is a next page.
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, query)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (events.size() == query.limit()) {
            return new AuditPage(events, last == null ? null : last.encode());
          }
          events.add(new StoredRecord(rows.getString("record")));
          last =
              new Cursor(
                  rows.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                  rows.getObject("id", UUID.class));
        }
      }
      return new AuditPage(events, null);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, AuditQuery query)
      throws SQLException {
    QuerySql sql = QuerySql.of(query.filter());
    Cursor after = query.after();
    return (after == null ? sql : sql.before(after))
        .page(connection, COLUMNS, NEWEST + (query.limit() + 1));
  }

  /**
   * @param gateway the only gateway whose records may be seen, or null
   */
  Optional<StoredRecord> find(UUID id, String organisation, @Nullable String gateway)
      throws NoAnswerException {
    return nearThenAnywhere(id, " AND id = ?", organisation, gateway);
  }

  /** The record of what came of an attempt. */
  Optional<StoredRecord> outcome(UUID attempt, String organisation, @Nullable String gateway)
      throws NoAnswerException {
    return nearThenAnywhere(attempt, OUTCOME, organisation, gateway);
  }

  /** An id tells when it was made: most records are found by looking at three days. */
  private Optional<StoredRecord> nearThenAnywhere(
      UUID id, String condition, String organisation, @Nullable String gateway)
      throws NoAnswerException {
    LocalDate day = IdTime.dayOf(id);
    if (day != null) {
      String near = " AND day BETWEEN '%s' AND '%s'".formatted(day.minusDays(1), day.plusDays(1));
      Optional<StoredRecord> found = one(FIND + condition + near, id, organisation, gateway);
      if (found.isPresent()) {
        return found;
      }
    }
    return one(FIND + condition, id, organisation, gateway);
  }

  private Optional<StoredRecord> one(
      String sql, UUID id, String organisation, @Nullable String gateway) throws NoAnswerException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, organisation);
      statement.setString(2, gateway);
      statement.setString(3, gateway);
      statement.setObject(4, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(new StoredRecord(rows.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static NoAnswerException failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals(CANCELLED)) {
      return new NoAnswerException("The query takes too long: narrow down the time.", e);
    }
    if (ABSENCE.stream().anyMatch(state::startsWith)) {
      LOG.errorf("The trail cannot be read: %s", e);
      return new NoAnswerException("The trail cannot be read at the moment; try again.", e);
    }
    throw new IllegalStateException("the trail cannot be read", e);
  }
}
