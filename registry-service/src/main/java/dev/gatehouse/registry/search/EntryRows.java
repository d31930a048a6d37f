package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Entry;
import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Segment;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what search looks at from the database, those first that stand best. */
final class EntryRows {
  private static final int FETCH = 500;
  private static final String SELECT =
      """
      SELECT name, server_id, name_key, title_key, standing, namespace, category, transports,
        package_types, status, changed::text, words::text FROM %s ORDER BY standing DESC, name
      """;

  private static final String SNAPSHOT = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text";

  private EntryRows() {}

  /**
   * For {@link #since}, taken before the rows are read: what a transaction changes that this does
   * not show yet is read again.
   */
  static String snapshot(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SNAPSHOT);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * The public ones.
   *
   * @param mostBytes what they may take in memory: when that is full, the others are left out
   */
  static Segment all(Connection connection, long mostBytes) throws SQLException {
    return read(connection, "public_entry", null, mostBytes);
  }

  /** Those that have changed since a snapshot. */
  static Segment since(Connection connection, String snapshot) throws SQLException {
    return read(connection, "public_entry WHERE changed >= ?::xid8", snapshot, Long.MAX_VALUE);
  }

  static Segment own(Connection connection, String organisation) throws SQLException {
    return read(connection, "private_entry WHERE organisation = ?", organisation, Long.MAX_VALUE);
  }

  private static Segment read(
      Connection connection, String from, @Nullable String value, long mostBytes)
      throws SQLException {
    Segment.Builder segment = new Segment.Builder();
    try (PreparedStatement select = connection.prepareStatement(SELECT.formatted(from))) {
      select.setFetchSize(FETCH);
      if (value != null) {
        select.setString(1, value);
      }
      try (ResultSet row = select.executeQuery()) {
        while (segment.bytes() <= mostBytes && row.next()) {
          segment.add(entry(row));
        }
      }
    }
    return segment.build();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String category = row.getString("category");
    Map<Field, List<String>> values = new EnumMap<>(Field.class);
    values.put(Field.NAMESPACE, List.of(row.getString("namespace")));
    values.put(Field.CATEGORY, category == null ? List.of() : List.of(category));
    values.put(Field.TRANSPORT, texts(row.getArray("transports")));
    values.put(Field.PACKAGE_TYPE, texts(row.getArray("package_types")));
    values.put(Field.STATUS, List.of(row.getString("status")));
    return new Entry(
        row.getString("name"),
        row.getLong("server_id"),
        Long.parseUnsignedLong(row.getString("changed")),
        row.getString("name_key"),
        row.getString("title_key"),
        row.getInt("standing"),
        values,
        row.getString("words"));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
