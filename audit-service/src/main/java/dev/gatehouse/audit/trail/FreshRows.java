package dev.gatehouse.audit.trail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Those of some rows that are not in the trail, each once. Nobody else adds any of them while their
 * chains are locked.
 */
final class FreshRows {
  /** PostgreSQL's {@code unique_violation}. */
  private static final String TAKEN = "23505";

  /** Of one day, so that ids are looked for in its partitions. */
  private static final String KNOWN =
      "SELECT id, organisation FROM audit_record WHERE day = ? AND id = ANY (?)";

  private final Map<UUID, TrailRow> fresh;

  /** Of those that are looked for. */
  private final Map<LocalDate, List<UUID>> ids = new HashMap<>();

  private FreshRows(List<TrailRow> rows, Predicate<TrailRow> doubtful) throws SQLException {
    fresh = LinkedHashMap.newLinkedHashMap(rows.size());
    for (TrailRow row : rows) {
      TrailRow before = fresh.putIfAbsent(row.id(), row);
      if (before != null) {
        requireSame(before.organisation(), row);
      } else if (doubtful.test(row)) {
        ids.computeIfAbsent(row.day(), _ -> new ArrayList<>()).add(row.id());
      }
    }
  }

  /**
   * Spares the look-up that most need not: the key of a row's partition refuses what is there
   * already. It tells of no other retention class, so that where there are any of the organisation
   * on that day they are looked at.
   */
  static List<TrailRow> presumed(Connection connection, List<TrailRow> rows, Chains chains)
      throws SQLException {
    return new FreshRows(rows, chains::hasOthers).without(connection);
  }

  /** Looks for all of them. */
  static List<TrailRow> ascertained(Connection connection, List<TrailRow> rows, Chains chains)
      throws SQLException {
    return new FreshRows(rows, _ -> true).without(connection);
  }

  private List<TrailRow> without(Connection connection) throws SQLException {
    try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
      for (Map.Entry<LocalDate, List<UUID>> day : ids.entrySet()) {
        known.setObject(1, day.getKey());
        known.setArray(2, connection.createArrayOf("uuid", day.getValue().toArray()));
        remove(known);
      }
    }
    return List.copyOf(fresh.values());
  }

  private void remove(PreparedStatement known) throws SQLException {
    try (ResultSet row = known.executeQuery()) {
      while (row.next()) {
        TrailRow again = fresh.remove(row.getObject(1, UUID.class));
        if (again != null) {
          requireSame(row.getString(2), again);
        }
      }
    }
  }

  /** A second delivery is left out; a record of somebody else under a known id is not one. */
  private static void requireSame(String organisation, TrailRow row) throws SQLException {
    if (!organisation.equals(row.organisation())) {
      throw new SQLException("a record is there under this id of another organisation", TAKEN);
    }
  }
}
