package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * Which destinations are due, how far each is, and how it went. A destination is one process's for
 * the time of its lease; a place is written after the acknowledgement, so that a record may arrive
 * twice and never not at all. A turn has a number: what is written for one that is over, because
 * its lease has ended or its settings were changed, is not.
 */
@ApplicationScoped
class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);

  private static final Duration UNREADABLE = Duration.ofMinutes(1);

  private static final String READY =
      "enabled AND due_at <= clock_timestamp()"
          + " AND (leased_until IS NULL OR leased_until < clock_timestamp())";

  // An organisation has so many turns at a time, those of other replicas among them.
  private static final String CLAIM =
      """
      WITH ready AS (
        SELECT id, due_at, row_number() OVER (PARTITION BY organisation ORDER BY due_at, id) + (
          SELECT count(*) FROM audit_destination other
          WHERE other.organisation = d.organisation AND other.leased_until >= clock_timestamp()
        ) AS place FROM audit_destination d WHERE %1$s
      )
      UPDATE audit_destination
      SET turn = turn + 1, leased_until = clock_timestamp() + ?::interval
      WHERE id IN (
        SELECT id FROM audit_destination WHERE %1$s
        AND id IN (SELECT id FROM ready WHERE place <= ? ORDER BY due_at LIMIT ?)
        FOR UPDATE SKIP LOCKED
      )
      RETURNING %2$s
      """
          .formatted(READY, DestinationStore.COLUMNS);

  private static final String HELD =
      "SELECT failures FROM audit_destination WHERE id = ? AND turn = ? FOR UPDATE";

  private static final String PLACES =
      "SELECT day, retention_class, seq FROM audit_destination_place WHERE destination = ?";

  private static final String ADVANCE =
      "INSERT INTO audit_destination_place AS place"
          + " (destination, organisation, day, retention_class, seq)"
          + " SELECT id, organisation, ?, ?, ? FROM audit_destination WHERE id = ?"
          + " ON CONFLICT (destination, day, retention_class)"
          + " DO UPDATE SET seq = greatest(place.seq, excluded.seq)";

  private static final String DELIVERED =
      "UPDATE audit_destination SET delivered = delivered + ?, delivered_at = clock_timestamp(),"
          + " failures = 0, failing_since = NULL, problem = NULL WHERE id = ?";

  private static final String MISSED =
      "UPDATE audit_destination SET missed = missed + ? WHERE id = ?";

  private static final String DONE =
      "UPDATE audit_destination SET leased_until = NULL, failures = 0, failing_since = NULL,"
          + " problem = NULL, due_at = clock_timestamp() + ?::interval WHERE id = ?";

  private static final String FAILED =
      "UPDATE audit_destination SET leased_until = NULL, failures = failures + 1, problem = ?,"
          + " failing_since = coalesce(failing_since, clock_timestamp()),"
          + " due_at = clock_timestamp() + ?::interval WHERE id = ?";

  private static final String FAILING =
      "SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - failing_since)), 0)"
          + " FROM audit_destination WHERE enabled AND failures > 0";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;

  DeliveryQueue(AgroalDataSource dataSource, Tenancy tenancy) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
  }

  /**
   * Takes destinations that are due, for so long.
   *
   * @param ofOne most of one organisation, together with those that are taken already
   */
  List<Destination> claim(int most, int ofOne, Duration lease) throws SQLException {
    List<Destination> due = new ArrayList<>();
    Map<UUID, Long> unreadable = new HashMap<>();
    try (Connection connection = connection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setString(1, interval(lease));
      claim.setInt(2, ofOne);
      claim.setInt(3, most);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          try {
            due.add(DestinationStore.read(row));
          } catch (IllegalStateException e) { // one must not keep the others
            LOG.errorf("Destination %s: %s", row.getString("id"), e);
            unreadable.put(row.getObject("id", UUID.class), row.getLong("turn"));
          }
        }
      }
    }
    unreadable.forEach(this::unreadable);
    return due;
  }

  private void unreadable(UUID id, long turn) {
    try {
      failed(id, turn, "Its settings cannot be read at the moment", _ -> UNREADABLE);
    } catch (SQLException e) {
      LOG.errorf("Destination %s is tried again when its lease has ended: %s", id, e);
    }
  }

  Map<ChainId, Long> places(UUID destination) throws SQLException {
    Map<ChainId, Long> places = new HashMap<>();
    try (Connection connection = connection();
        PreparedStatement read = connection.prepareStatement(PLACES)) {
      read.setObject(1, destination);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          places.put(
              new ChainId(row.getObject(1, LocalDate.class), row.getString(2)), row.getLong(3));
        }
      }
    }
    return places;
  }

  /**
   * It has acknowledged everything up to a place, which were so many records.
   *
   * @param missed records that were not there any more
   * @return whether the turn goes on; nothing is written if it is over
   */
  boolean delivered(Destination turn, ChainId chain, long seq, int records, long missed)
      throws SQLException {
    return inTurn(
        turn.id(),
        turn.turn(),
        (connection, _) -> {
          update(connection, ADVANCE, chain.day(), chain.retentionClass(), seq, turn.id());
          if (records > 0) {
            update(connection, DELIVERED, records, turn.id());
          }
          if (missed > 0) {
            update(connection, MISSED, missed, turn.id());
          }
        });
  }

  /** The turn is over, and it works. Whether it was the destination's still. */
  boolean done(Destination turn, Duration pause) throws SQLException {
    return inTurn(
        turn.id(),
        turn.turn(),
        (connection, _) -> update(connection, DONE, interval(pause), turn.id()));
  }

  /**
   * The turn is over, and it does not work. Whether it was the destination's still.
   *
   * @param pause by the number of failures before this one
   */
  boolean failed(Destination turn, String problem, IntFunction<Duration> pause)
      throws SQLException {
    return failed(turn.id(), turn.turn(), problem, pause);
  }

  private boolean failed(UUID id, long turn, String problem, IntFunction<Duration> pause)
      throws SQLException {
    return inTurn(
        id,
        turn,
        (connection, failures) ->
            update(connection, FAILED, problem, interval(pause.apply(failures)), id));
  }

  private interface Work {
    void run(Connection connection, int failures) throws SQLException;
  }

  /** Nobody else writes meanwhile. */
  private boolean inTurn(UUID id, long turn, Work work) throws SQLException {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement held = connection.prepareStatement(HELD)) {
        held.setObject(1, id);
        held.setLong(2, turn);
        boolean ours;
        try (ResultSet row = held.executeQuery()) {
          ours = row.next();
          if (ours) {
            work.run(connection, row.getInt(1));
          }
        }
        connection.commit();
        return ours;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }

  /**
   * @param destinations that do not work
   * @param longestSeconds how long the one that has not worked longest has not
   */
  record Failing(int destinations, double longestSeconds) {}

  Failing failing() throws SQLException {
    try (Connection connection = connection();
        PreparedStatement read = connection.prepareStatement(FAILING);
        ResultSet row = read.executeQuery()) {
      return row.next() ? new Failing(row.getInt(1), row.getDouble(2)) : new Failing(0, 0);
    }
  }

  private Connection connection() throws SQLException {
    return tenancy.asPlatform(dataSource::getConnection);
  }

  private static String interval(Duration duration) {
    return duration.toMillis() + " milliseconds";
  }
}
