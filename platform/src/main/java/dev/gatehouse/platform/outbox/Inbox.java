package dev.gatehouse.platform.outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/**
 * Remembers the ids of events that were consumed, in the transaction that acts on them, so that a
 * second delivery changes nothing.
 */
@ApplicationScoped
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
public class Inbox {
  private final AgroalDataSource dataSource;

  Inbox(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Whether the event is new here; it is not any more once the transaction has committed.
   *
   * @param eventId id of the CloudEvent, a UUID
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean accept(String eventId) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO inbox (event_id) VALUES (?) ON CONFLICT DO NOTHING")) {
      insert.setObject(1, UUID.fromString(eventId));
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new IllegalStateException("an event could not be noted", e);
    }
  }

  /** Forgets what was consumed before; must be longer ago than the topic keeps its records. */
  @Transactional
  public int forget(Instant before) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM inbox WHERE consumed_at < ?")) {
      delete.setTimestamp(1, Timestamp.from(before));
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("consumed events could not be forgotten", e);
    }
  }
}
