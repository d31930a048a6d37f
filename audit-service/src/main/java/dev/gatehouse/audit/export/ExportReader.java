package dev.gatehouse.audit.export;

import dev.gatehouse.audit.query.Cursor;
import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.query.QuerySql;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from the oldest on, a page at a time, so that a slow reader holds no transaction.
 */
@ApplicationScoped
class ExportReader {
  private static final String COLUMNS = "day, occurred_at, id, record";
  private static final String ORDER = "ORDER BY day, occurred_at, id LIMIT ";
  private static final String PLACE =
      "SELECT occurred_at FROM audit_record WHERE organisation = ?"
          + " AND (?::text IS NULL OR gateway = ?) AND id = ?";

  /** Every record stands in a chain of its day. */
  private static final String DAY =
      "SELECT min(day) FROM audit_chain WHERE organisation = ? AND day BETWEEN ? AND ?";

  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /** PostgreSQL's {@code query_canceled}. */
  private static final String CANCELLED = "57014";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final int timeoutSeconds;

  ExportReader(AgroalDataSource dataSource, Tenancy tenancy, ExportConfig config) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.timeoutSeconds = (int) Math.max(1, config.statement().toSeconds());
  }

  /**
   * Where a record stands in the order of the export; empty if there is none such that the caller
   * may see.
   */
  Optional<Cursor> place(Filter filter, UUID id) throws SQLException {
    try (Connection connection = connection(filter);
        PreparedStatement place = connection.prepareStatement(PLACE)) {
      place.setQueryTimeout(timeoutSeconds);
      place.setString(1, filter.organisation());
      place.setString(2, filter.keyGateway());
      place.setString(3, filter.keyGateway());
      place.setObject(4, id);
      try (ResultSet row = place.executeQuery()) {
        return row.next() ? Optional.of(new Cursor(time(row), id)) : Optional.empty();
      }
    }
  }

  /** Begins with the oldest record that a filter leaves, or with the next after one. */
  ExportWalk walk(Filter filter, @Nullable Cursor after) {
    LocalDate first = filter.from() == null ? FIRST : day(filter.from());
    LocalDate last = filter.to() == null ? LAST : day(filter.to());
    LocalDate resumed = after == null ? first : day(after.occurredAt());
    return new ExportWalk(
        new ExportWalk.Trail() {
          @Override
          public @Nullable LocalDate dayFrom(LocalDate day) throws SQLException {
            return day.isAfter(last) ? null : ExportReader.this.dayFrom(filter, day, last);
          }

          @Override
          public List<ExportWalk.Row> rows(
              Instant from, Instant to, @Nullable Cursor after, int most) throws SQLException {
            return ExportReader.this.rows(filter, from, to, after, most);
          }
        },
        resumed.isAfter(first) ? resumed : first,
        after);
  }

  private @Nullable LocalDate dayFrom(Filter filter, LocalDate day, LocalDate last)
      throws SQLException {
    try (Connection connection = connection(filter);
        PreparedStatement next = connection.prepareStatement(DAY)) {
      next.setQueryTimeout(timeoutSeconds);
      next.setString(1, filter.organisation());
      next.setObject(2, day);
      next.setObject(3, last);
      try (ResultSet row = next.executeQuery()) {
        return row.next() ? row.getObject(1, LocalDate.class) : null;
      }
    }
  }

  private List<ExportWalk.Row> rows(
      Filter filter, Instant from, Instant to, @Nullable Cursor after, int most)
      throws SQLException {
    QuerySql sql =
        QuerySql.of(filter)
            .and("day = ?", day(from))
            .and("occurred_at >= ?", parameter(from))
            .and("occurred_at < ?", parameter(to));
    List<ExportWalk.Row> rows = new ArrayList<>();
    try (Connection connection = connection(filter);
        PreparedStatement statement =
            (after == null ? sql : sql.after(after)).page(connection, COLUMNS, ORDER + most)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Cursor place = new Cursor(time(row), row.getObject("id", UUID.class));
          rows.add(new ExportWalk.Row(place, row.getString("record")));
        }
      }
    } catch (SQLException e) {
      throw CANCELLED.equals(e.getSQLState())
          ? new SQLTimeoutException(e.getMessage(), CANCELLED, e)
          : e;
    }
    return rows;
  }

  private static Instant time(ResultSet row) throws SQLException {
    return row.getObject("occurred_at", OffsetDateTime.class).toInstant();
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Object parameter(Instant time) {
    return Objects.requireNonNull(time.atOffset(ZoneOffset.UTC));
  }

  // The response is written after the request's own context has ended.
  private Connection connection(Filter filter) throws SQLException {
    return tenancy.in(filter.organisation(), dataSource::getConnection);
  }
}
