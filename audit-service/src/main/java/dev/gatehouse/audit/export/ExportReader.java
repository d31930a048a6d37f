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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from the oldest on, a page at a time, so that a slow reader holds no transaction.
 */
@ApplicationScoped
class ExportReader {
  private static final int PAGE = 1_000;
  private static final String COLUMNS = "day, occurred_at, id, record";
  private static final String ORDER = "ORDER BY day, occurred_at, id LIMIT ";
  private static final String PLACE =
      "SELECT occurred_at FROM audit_record WHERE organisation = ? AND id = ?";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;

  ExportReader(AgroalDataSource dataSource, Tenancy tenancy) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
  }

  /**
   * @param last place of the last record; null if there are no more after these
   */
  record Page(List<String> records, @Nullable Cursor last) {}

  /** Where a record stands in the order of the export; empty if the organisation has none such. */
  Optional<Cursor> place(String organisation, UUID id) throws SQLException {
    try (Connection connection = connection(organisation);
        PreparedStatement place = connection.prepareStatement(PLACE)) {
      place.setString(1, organisation);
      place.setObject(2, id);
      try (ResultSet row = place.executeQuery()) {
        return row.next()
            ? Optional.of(new Cursor(row.getObject(1, OffsetDateTime.class).toInstant(), id))
            : Optional.empty();
      }
    }
  }

  /**
   * @param most records of the page; fewer than that may be returned though there are more
   */
  Page page(Filter filter, @Nullable Cursor after, int most) throws SQLException {
    QuerySql sql = QuerySql.of(filter);
    int size = Math.min(PAGE, most);
    List<String> records = new ArrayList<>(size);
    Cursor last = null;
    try (Connection connection = connection(filter.organisation());
        PreparedStatement statement =
            (after == null ? sql : sql.after(after)).page(connection, COLUMNS, ORDER + size);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        records.add(row.getString("record"));
        last =
            new Cursor(
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("id", UUID.class));
      }
    }
    return new Page(records, records.size() < size ? null : last);
  }

  // The response is written after the request's own context has ended.
  private Connection connection(String organisation) throws SQLException {
    return tenancy.in(organisation, dataSource::getConnection);
  }
}
