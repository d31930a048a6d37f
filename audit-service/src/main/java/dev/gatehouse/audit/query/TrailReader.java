package dev.gatehouse.audit.query;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the trail. Row-level security looks at every query a second time. */
@ApplicationScoped
class TrailReader {
  private static final String FIND =
      "SELECT record FROM audit_record WHERE id = ? AND organisation = ? AND (?::text IS NULL OR gateway = ?)";

  /** PostgreSQL's {@code query_canceled}. */
  private static final String CANCELLED = "57014";

  private final AgroalDataSource dataSource;
  private final int timeoutSeconds;

  TrailReader(AgroalDataSource dataSource, QueryConfig config) {
    this.dataSource = dataSource;
    this.timeoutSeconds = (int) Math.max(1, config.timeout().toSeconds());
  }

  /** A query took longer than it may. */
  static final class TooSlowException extends Exception {}

  AuditPage list(AuditQuery query) throws TooSlowException {
    List<StoredRecord> events = new ArrayList<>();
    Cursor last = null;
    // One row more than asked for tells whether there is a next page.
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = QuerySql.of(query, query.limit() + 1).prepare(connection)) {
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

  /**
   * @param gateway the only gateway whose records may be seen, or null
   */
  Optional<StoredRecord> find(UUID id, String organisation, @Nullable String gateway)
      throws TooSlowException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setObject(1, id);
      statement.setString(2, organisation);
      statement.setString(3, gateway);
      statement.setString(4, gateway);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(new StoredRecord(rows.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static TooSlowException failure(SQLException e) {
    if (CANCELLED.equals(e.getSQLState())) {
      return new TooSlowException();
    }
    throw new IllegalStateException("the trail cannot be read", e);
  }
}
