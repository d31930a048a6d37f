package dev.gatehouse.e2e.suite;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;

/**
 * The outbox of one service, held between two steps of its relay by locks that other transactions
 * have. The service itself is as it is shipped.
 */
public final class HeldOutbox implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Which the relays of all replicas take in turn. */
  private static final long RELAY = 7205759403792793600L;

  private static final String BEFORE_THE_COMMIT =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND query LIKE 'DELETE FROM outbox%'
      """;

  private final ServiceDatabase relay;
  private final ServiceDatabase rows;

  private HeldOutbox(ServiceDatabase relay, ServiceDatabase rows) {
    this.relay = relay;
    this.rows = rows;
  }

  /** From here on nothing is published; what changes are made is kept. */
  public static HeldOutbox hold(Suite suite, String database) throws SQLException {
    ServiceDatabase relay = ServiceDatabase.of(suite, database);
    ServiceDatabase rows = ServiceDatabase.of(suite, database);
    rows.begin();
    relay.execute("SELECT pg_advisory_lock(" + RELAY + ")");
    return new HeldOutbox(relay, rows);
  }

  /** What is kept is published; returns when nothing but us keeps the relay from its commit. */
  public void publishWithoutCommit() throws SQLException {
    rows.execute("SELECT position FROM outbox FOR UPDATE");
    relay.execute("SELECT pg_advisory_unlock(" + RELAY + ")");
    await().atMost(PATIENCE).until(() -> relay.number(BEFORE_THE_COMMIT) > 0);
  }

  /** Events of which it is not on record that they were published. */
  public long waiting() throws SQLException {
    return relay.number("SELECT count(*) FROM outbox");
  }

  @Override
  public void close() throws SQLException {
    rows.close(); // rolls back
    relay.close();
  }
}
