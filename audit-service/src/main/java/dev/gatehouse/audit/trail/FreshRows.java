package dev.gatehouse.audit.trail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
      "SELECT id, organisation, sha256(convert_to(record, 'UTF8')) FROM audit_record"
          + " WHERE day = ? AND id = ANY (?)";

  private final Map<UUID, TrailRow> fresh;

  /** Under an id that an earlier one of these rows has. */
  private final List<TrailRow> again = new ArrayList<>();

  /** What the trail has under an id, as a hash. */
  private final Map<UUID, byte[]> known = new HashMap<>();

  /** Of those that are looked for. */
  private final Map<LocalDate, List<UUID>> ids = new HashMap<>();

  private final List<TrailRow> conflicts = new ArrayList<>();

  private FreshRows(List<TrailRow> rows, Predicate<TrailRow> doubtful) throws SQLException {
    fresh = LinkedHashMap.newLinkedHashMap(rows.size());
    for (TrailRow row : rows) {
      TrailRow before = fresh.putIfAbsent(row.id(), row);
      if (before != null) {
        requireSame(before.organisation(), row);
        again.add(row);
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
  static FreshRows presumed(Connection connection, List<TrailRow> rows, Chains chains)
      throws SQLException {
    return new FreshRows(rows, chains::hasOthers).without(connection);
  }

  /** Looks for all of them. */
  static FreshRows ascertained(Connection connection, List<TrailRow> rows, Chains chains)
      throws SQLException {
    return new FreshRows(rows, _ -> true).without(connection);
  }

  /** To be stored. */
  List<TrailRow> rows() {
    return List.copyOf(fresh.values());
  }

  /** Not to be stored, and no second delivery of what is. */
  List<TrailRow> conflicts() {
    return conflicts;
  }

  private FreshRows without(Connection connection) throws SQLException {
    try (PreparedStatement look = connection.prepareStatement(KNOWN)) {
      for (Map.Entry<LocalDate, List<UUID>> day : ids.entrySet()) {
        look.setObject(1, day.getKey());
        look.setArray(2, connection.createArrayOf("uuid", day.getValue().toArray()));
        remove(look);
      }
    }
    again.forEach(this::compare);
    return this;
  }

  private void remove(PreparedStatement look) throws SQLException {
    try (ResultSet row = look.executeQuery()) {
      while (row.next()) {
        UUID id = row.getObject(1, UUID.class);
        TrailRow second = fresh.remove(id);
        if (second != null) {
          requireSame(row.getString(2), second);
          known.put(id, row.getBytes(3));
          compare(second);
        }
      }
    }
  }

  /** With what is kept under its id. */
  private void compare(TrailRow row) {
    TrailRow first = fresh.get(row.id());
    boolean same =
        first != null
            ? first.record().equals(row.record())
            : MessageDigest.isEqual(known.get(row.id()), hash(row.record()));
    if (!same) {
      conflicts.add(row);
    }
  }

  private static byte[] hash(String record) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(record.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A second delivery is left out; a record of somebody else under a known id is not one. */
  private static void requireSame(String organisation, TrailRow row) throws SQLException {
    if (!organisation.equals(row.organisation())) {
      throw new SQLException("a record is there under this id of another organisation", TAKEN);
    }
  }
}
