package dev.gatehouse.audit.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.platform.json.Json;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The destinations of an organisation in the database. */
@ApplicationScoped
class DestinationStore {
  static final String COLUMNS =
      "id, organisation, document, enabled, credentials, created_at, due_at, delivered,"
          + " delivered_at, failures, failing_since, problem, turn, missed";

  private static final String LIST =
      "SELECT %s FROM audit_destination WHERE organisation = ? ORDER BY created_at, id"
          .formatted(COLUMNS);
  private static final String FIND =
      "SELECT %s FROM audit_destination WHERE organisation = ? AND id = ?".formatted(COLUMNS);
  private static final String INSERT =
      "INSERT INTO audit_destination"
          + " (id, organisation, document, enabled, every_seconds, credentials)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String PLACE =
      "INSERT INTO audit_destination_place (destination, organisation, day, retention_class, seq)"
          + " VALUES (?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE audit_destination SET document = ?, enabled = ?, every_seconds = ?, credentials = ?,"
          + " turn = turn + 1, leased_until = NULL, due_at = clock_timestamp(), failures = 0,"
          + " failing_since = NULL, problem = NULL"
          + " WHERE organisation = ? AND id = ?";
  private static final String DELETE =
      "DELETE FROM audit_destination WHERE organisation = ? AND id = ?";

  private final AgroalDataSource dataSource;

  DestinationStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  List<Destination> list(String organisation) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement list = connection.prepareStatement(LIST)) {
      list.setString(1, organisation);
      return read(list);
    }
  }

  Optional<Destination> find(String organisation, UUID id) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, organisation);
      find.setObject(2, id);
      return read(find).stream().findFirst();
    }
  }

  /**
   * @param seen records up to these places are not sent
   */
  void insert(
      UUID id,
      String organisation,
      DestinationDocument document,
      boolean enabled,
      @Nullable UUID credentials,
      Map<ChainId, Long> seen)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement place = connection.prepareStatement(PLACE)) {
      insert.setObject(1, id);
      insert.setString(2, organisation);
      insert.setString(3, text(document));
      insert.setBoolean(4, enabled);
      insert.setInt(5, document.everySeconds());
      insert.setObject(6, credentials, Types.OTHER);
      insert.executeUpdate();
      for (Map.Entry<ChainId, Long> end : seen.entrySet()) {
        place.setObject(1, id);
        place.setString(2, organisation);
        place.setObject(3, end.getKey().day());
        place.setString(4, end.getKey().retentionClass());
        place.setLong(5, end.getValue());
        place.addBatch();
      }
      place.executeBatch();
    }
  }

  /** Lets it be tried at once; a turn that is under way with other settings is none any more. */
  boolean update(
      String organisation,
      UUID id,
      DestinationDocument document,
      boolean enabled,
      @Nullable UUID credentials)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      update.setString(1, text(document));
      update.setBoolean(2, enabled);
      update.setInt(3, document.everySeconds());
      update.setObject(4, credentials, Types.OTHER);
      update.setString(5, organisation);
      update.setObject(6, id);
      return update.executeUpdate() > 0;
    }
  }

  boolean delete(String organisation, UUID id) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setString(1, organisation);
      delete.setObject(2, id);
      return delete.executeUpdate() > 0;
    }
  }

  private static List<Destination> read(PreparedStatement statement) throws SQLException {
    List<Destination> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(read(row));
      }
    }
    return found;
  }

  /**
   * The row that has come, of {@link #COLUMNS}.
   *
   * @throws IllegalStateException if this version cannot read it
   */
  static Destination read(ResultSet row) throws SQLException {
    return new Destination(
        row.getObject(1, UUID.class),
        row.getString(2),
        parse(row.getString(3)),
        row.getBoolean(4),
        row.getObject(5, UUID.class),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getLong(8),
        time(row, 9),
        row.getInt(10),
        time(row, 11),
        row.getString(12),
        row.getLong(13),
        row.getLong(14));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static String text(DestinationDocument document) {
    return Json.mapper().valueToTree(document).toString();
  }

  private static DestinationDocument parse(String document) {
    try {
      return Json.mapper().readValue(document, DestinationDocument.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored destination cannot be read", e);
    }
  }
}
