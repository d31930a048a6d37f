package dev.gatehouse.platform.outbox;

import io.agroal.api.AgroalDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One step of the relay: the oldest events out of the table and into Kafka. */
final class OutboxBatch {
  private static final int SIZE = 500;

  /** Rows in memory at a time: each may be as large as a record can be. */
  private static final int FETCHED = 32;

  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(7205759403792793600)";
  private static final String SELECT =
      "SELECT position, topic, record_key, record_value, traceparent FROM outbox ORDER BY position LIMIT "
          + SIZE;
  private static final String DELETE = "DELETE FROM outbox WHERE position = ANY (?)";

  private final AgroalDataSource dataSource;

  OutboxBatch(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param drained nothing was left when this step looked; false also if another replica relays
   */
  record Result(int published, boolean drained) {}

  Result publish(Producer<String, byte[]> producer)
      throws SQLException, ExecutionException, InterruptedException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Result result = publish(connection, producer);
        connection.commit();
        return result;
      } catch (SQLException | ExecutionException | InterruptedException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static Result publish(Connection connection, Producer<String, byte[]> producer)
      throws SQLException, ExecutionException, InterruptedException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        ResultSet locked = lock.executeQuery()) {
      if (!locked.next() || !locked.getBoolean(1)) {
        return new Result(0, false);
      }
    }
    List<Future<?>> sent = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setFetchSize(FETCHED);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          positions.add(rows.getLong(1));
          sent.add(producer.send(record(rows)));
        }
      }
    }
    if (sent.isEmpty()) {
      return new Result(0, true);
    }
    producer.flush();
    for (Future<?> acknowledgement : sent) {
      acknowledgement.get();
    }
    delete(connection, positions);
    return new Result(sent.size(), sent.size() < SIZE);
  }

  // The trace goes on at the consumer: its header is the one that OpenTelemetry looks for.
  private static ProducerRecord<String, byte[]> record(ResultSet row) throws SQLException {
    var record = new ProducerRecord<>(row.getString(2), row.getString(3), row.getBytes(4));
    String traceparent = row.getString(5);
    if (traceparent != null) {
      record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }
    return record;
  }

  // Exactly what was sent: a row with a lower position may have committed since the select.
  private static void delete(Connection connection, List<Long> positions) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
      delete.executeUpdate();
    }
  }
}
