package dev.gatehouse.registry.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides anew which version of a server is its latest, and describes the server by it. */
@ApplicationScoped
class LatestVersions {
  // Locked, so that of two publications at once the second sees what the first has done.
  private static final String VERSIONS =
      """
      SELECT id, name, version, status, published_at, marked_latest FROM %sserver
      WHERE name = ANY(?)%s ORDER BY id FOR UPDATE
      """;
  private static final String MARK =
      """
      UPDATE %sserver SET is_latest = id = ANY(?), updated_at = clock_timestamp()
      WHERE name = ANY(?)%s AND is_latest <> (id = ANY(?))
      """;
  private static final String DOCUMENTS =
      "SELECT id, document, status FROM %sserver WHERE id = ANY(?)";
  private final ServerEntries entries;

  LatestVersions(ServerEntries entries) {
    this.entries = entries;
  }

  void settle(Connection connection, Shelf shelf, Collection<String> names) throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    Map<String, List<StoredVersion>> versions = versions(connection, shelf, names);
    List<Long> latest = new ArrayList<>();
    versions.values().forEach(ofOne -> latest.add(StoredVersion.latest(ofOne).id()));
    mark(connection, shelf, names, latest);
    describe(connection, shelf, latest);
  }

  private static Map<String, List<StoredVersion>> versions(
      Connection connection, Shelf shelf, Collection<String> names) throws SQLException {
    Map<String, List<StoredVersion>> versions = new LinkedHashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(VERSIONS.formatted(shelf.prefix(), scope(shelf)))) {
      select.setArray(1, connection.createArrayOf("text", names.toArray()));
      bindScope(select, 2, shelf);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          versions
              .computeIfAbsent(row.getString(2), _ -> new ArrayList<>())
              .add(
                  new StoredVersion(
                      row.getLong(1),
                      row.getString(3),
                      ServerStatus.of(row.getString(4)).orElseThrow(),
                      row.getTimestamp(5).toInstant(),
                      row.getBoolean(6)));
        }
      }
    }
    return versions;
  }

  private static void mark(
      Connection connection, Shelf shelf, Collection<String> names, List<Long> latest)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(MARK.formatted(shelf.prefix(), scope(shelf)))) {
      update.setArray(1, connection.createArrayOf("bigint", latest.toArray()));
      update.setArray(2, connection.createArrayOf("text", names.toArray()));
      int next = bindScope(update, 3, shelf);
      update.setArray(next, connection.createArrayOf("bigint", latest.toArray()));
      update.executeUpdate();
    }
  }

  private void describe(Connection connection, Shelf shelf, List<Long> latest) throws SQLException {
    List<ServerEntries.Described> described = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(DOCUMENTS.formatted(shelf.prefix()))) {
      select.setArray(1, connection.createArrayOf("bigint", latest.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          described.add(
              new ServerEntries.Described(
                  row.getLong(1), read(row.getString(2)), row.getString(3)));
        }
      }
    }
    entries.put(connection, shelf, described);
  }

  private static String scope(Shelf shelf) {
    return shelf.organisation() == null ? "" : " AND organisation = ?";
  }

  private static int bindScope(PreparedStatement statement, int at, Shelf shelf)
      throws SQLException {
    if (shelf.organisation() == null) {
      return at;
    }
    statement.setString(at, shelf.organisation());
    return at + 1;
  }

  static ServerDocument read(String document) {
    try {
      return new ServerDocument((ObjectNode) Json.mapper().readTree(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document is no JSON", e);
    }
  }
}
