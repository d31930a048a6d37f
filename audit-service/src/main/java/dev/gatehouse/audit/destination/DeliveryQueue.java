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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which destinations are due, how far each is, and how it went. A destination is one process's for
 * the time of its lease; a place is written after the acknowledgement, so that a record may arrive
 * twice and never not at all.
 */
@ApplicationScoped
class DeliveryQueue {
  private static final String CLAIM =
      "UPDATE audit_destination SET leased_until = clock_timestamp() + ?::interval WHERE id IN ("
          + "SELECT id FROM audit_destination WHERE enabled AND due_at <= clock_timestamp()"
          + " AND (leased_until IS NULL OR leased_until < clock_timestamp())"
          + " ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING "
          + DestinationStore.COLUMNS;

  private static final String PLACES =
      "SELECT day, retention_class, seq FROM audit_destination_place WHERE destination = ?";

  // Only where it still is: it may have been deleted meanwhile.
  private static final String ADVANCE =
      "INSERT INTO audit_destination_place (destination, organisation, day, retention_class, seq)"
          + " SELECT id, organisation, ?, ?, ? FROM audit_destination WHERE id = ?"
          + " ON CONFLICT (destination, day, retention_class) DO UPDATE SET seq = excluded.seq";

  private static final String DELIVERED =
      "UPDATE audit_destination SET delivered = delivered + ?, delivered_at = clock_timestamp(),"
          + " failures = 0, failing_since = NULL, problem = NULL WHERE id = ? AND enabled";

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

  /** Takes destinations that are due, for so long. */
  List<Destination> claim(int most, Duration lease) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setString(1, interval(lease));
      claim.setInt(2, most);
      return DestinationStore.read(claim);
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

  /** It has acknowledged everything up to a place, which were so many records. */
  void delivered(UUID destination, ChainId chain, long seq, int records) throws SQLException {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement advance = connection.prepareStatement(ADVANCE);
          PreparedStatement delivered = connection.prepareStatement(DELIVERED)) {
        advance.setObject(1, chain.day());
        advance.setString(2, chain.retentionClass());
        advance.setLong(3, seq);
        advance.setObject(4, destination);
        advance.executeUpdate();
        if (records > 0) {
          delivered.setInt(1, records);
          delivered.setObject(2, destination);
          delivered.executeUpdate();
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Its turn is over, and it works. */
  void done(UUID destination, Duration pause) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement done = connection.prepareStatement(DONE)) {
      done.setString(1, interval(pause));
      done.setObject(2, destination);
      done.executeUpdate();
    }
  }

  /** Its turn is over, and it does not work. */
  void failed(UUID destination, String problem, Duration pause) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement failed = connection.prepareStatement(FAILED)) {
      failed.setString(1, problem);
      failed.setString(2, interval(pause));
      failed.setObject(3, destination);
      failed.executeUpdate();
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
