package dev.gatehouse.audit.trail;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ends of the chains that a transaction writes to. Writers of the same organisation and day
 * wait for each other; others do not. Not for use by several threads.
 */
final class Chains {
  // In one order for all, so that two writers never wait for each other in a circle.
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended(x, 77) AS k"
          + " FROM unnest(?::text[]) x ORDER BY 1) keys";
  private static final String READ =
      "SELECT organisation, day, retention_class, records, head FROM audit_chain"
          + " WHERE (organisation, day) IN (SELECT * FROM unnest(?::text[], ?::date[]))";
  private static final String WRITE =
      "INSERT INTO audit_chain (organisation, day, retention_class, records, head)"
          + " SELECT * FROM unnest(?::text[], ?::date[], ?::text[], ?::bigint[], ?::bytea[])"
          + " ON CONFLICT (organisation, day, retention_class)"
          + " DO UPDATE SET records = excluded.records, head = excluded.head";

  private final Connection connection;
  private final ChainHash hash = new ChainHash();
  private final Map<Key, End> ends = new HashMap<>();

  /** Beside which there is one of the same organisation and day in another retention class. */
  private final Set<Key> withOthers = new HashSet<>();

  /** One chain. */
  record Key(String organisation, LocalDate day, String retentionClass) {
    static Key of(TrailRow row) {
      return new Key(row.organisation(), row.day(), row.retentionClass().column());
    }

    /** Those of the same organisation and day in other retention classes. */
    Stream<Key> others() {
      return Stream.of(RetentionClass.values())
          .map(other -> new Key(organisation, day, other.column()))
          .filter(other -> !other.equals(this));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // a hash on its way, never compared
  private record End(long records, byte[] head) {}

  /** A row's place in its chain. */
  @SuppressWarnings("ArrayRecordComponent") // a hash on its way, never compared
  record Link(long seq, byte[] chain) {}

  private Chains(Connection connection) {
    this.connection = connection;
  }

  /** Waits for all who write to the same chains, then reads where these end. */
  static Chains lock(Connection connection, List<TrailRow> rows) throws SQLException {
    Chains chains = new Chains(connection);
    Map<Key, Key> wanted = new HashMap<>();
    rows.forEach(row -> wanted.put(Key.of(row), Key.of(row)));
    chains.lock(wanted.keySet());
    chains.read(wanted.keySet());
    return chains;
  }

  private void lock(Collection<Key> keys) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setArray(
          1,
          array("text", keys.stream().map(key -> key.organisation() + '/' + key.day()).toArray()));
      lock.execute();
    }
  }

  private void read(Collection<Key> keys) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      bindDays(read, keys);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          Key key = new Key(row.getString(1), row.getObject(2, LocalDate.class), row.getString(3));
          if (keys.contains(key)) {
            ends.put(key, new End(row.getLong(4), row.getBytes(5)));
          }
          key.others().forEach(withOthers::add);
        }
      }
    }
  }

  /** Whether there are records of the row's organisation and day in another retention class. */
  boolean hasOthers(TrailRow row) {
    return withOthers.contains(Key.of(row));
  }

  /** Appends a row to its chain; it must be a new one. */
  Link append(TrailRow row, byte[] record) {
    Key key = Key.of(row);
    End end = ends.get(key);
    if (end == null) {
      end = new End(0, hash.origin(key.organisation(), key.day(), key.retentionClass()));
    }
    long seq = end.records() + 1;
    byte[] head = hash.next(end.head(), seq, row.ingestedAt(), record);
    ends.put(key, new End(seq, head));
    return new Link(seq, head);
  }

  /** Writes down where the chains end now. */
  void save() throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(WRITE)) {
      List<Key> keys = List.copyOf(ends.keySet());
      bindDays(write, keys);
      write.setArray(3, array("text", keys.stream().map(Key::retentionClass).toArray()));
      write.setArray(4, array("bigint", keys.stream().map(k -> end(k).records()).toArray()));
      write.setArray(
          5, array("bytea", keys.stream().map(k -> end(k).head()).toArray(byte[][]::new)));
      write.executeUpdate();
    }
  }

  private End end(Key key) {
    return java.util.Objects.requireNonNull(ends.get(key));
  }

  private void bindDays(PreparedStatement statement, Collection<Key> keys) throws SQLException {
    statement.setArray(1, array("text", keys.stream().map(Key::organisation).toArray()));
    statement.setArray(2, array("date", keys.stream().map(key -> key.day().toString()).toArray()));
  }

  private Array array(String type, Object[] values) throws SQLException {
    return connection.createArrayOf(type, values);
  }
}
