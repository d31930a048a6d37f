package dev.gatehouse.platform.outbox;

import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import io.agroal.api.AgroalDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in the transaction of the change that they tell of; {@link OutboxRelay} publishes
 * them once it has committed. Events of one organisation are published in the order of their
 * transactions.
 */
@ApplicationScoped
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
public class Outbox {
  // The lock makes transactions that publish for one organisation wait for each other, so that the
  // order of positions is the order of commits.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 42))";
  private static final String INSERT =
      "INSERT INTO outbox (topic, record_key, record_value, traceparent) VALUES (?, ?, ?, ?)";

  private final AgroalDataSource dataSource;
  private final String service;

  Outbox(
      AgroalDataSource dataSource,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.dataSource = dataSource;
    this.service = service;
  }

  /**
   * Keeps an event for publication.
   *
   * @throws EventCodec.RecordTooLargeException if it is over the record limit; nothing is kept
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(String topic, DomainEvent event) {
    insert(
        topic, event.key(), EventCodec.encode(EventCodec.envelope(service, event, traceparent())));
  }

  /** Keeps a tombstone: what the key names is gone. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(String topic, EventKey key) {
    insert(topic, key, null);
  }

  /**
   * Makes this transaction wait for all others that publish for the organisation, and those that
   * follow wait for it. Take it first where an event tells of more than one row, such as a manifest
   * with its parts: what is read from here on is what the others have left.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void lock(String organisation) {
    try (Connection connection = dataSource.getConnection()) {
      lock(connection, organisation);
    } catch (SQLException e) {
      throw new IllegalStateException("the organisation's events could not be locked", e);
    }
  }

  private static void lock(Connection connection, String organisation) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, organisation);
      lock.execute();
    }
  }

  private void insert(String topic, EventKey key, byte @Nullable [] value) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      lock(connection, key.organisation());
      insert.setString(1, topic);
      insert.setString(2, key.toString());
      insert.setBytes(3, value);
      insert.setString(4, traceparent());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("an event could not be kept for publication", e);
    }
  }

  private static @Nullable String traceparent() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }
}
