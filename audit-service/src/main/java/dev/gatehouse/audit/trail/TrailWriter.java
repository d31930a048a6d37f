package dev.gatehouse.audit.trail;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Adds rows to the trail: copied to a temporary table in one stream, moved on by one statement that
 * leaves out what is there already, committed together.
 */
@ApplicationScoped
public class TrailWriter {
  private static final String COLUMNS =
      "id, day, retention_class, organisation, occurred_at, service, phase, attempt, action, tool,"
          + " exposed_as, connector, gateway, actor, api_key, client, outcome, duration_micros,"
          + " trace_id, record";

  private static final String STAGING =
      "CREATE TEMPORARY TABLE IF NOT EXISTS audit_staging"
          + " (LIKE audit_record INCLUDING DEFAULTS) ON COMMIT DELETE ROWS";

  private static final String COPY = "COPY audit_staging (" + COLUMNS + ") FROM STDIN";

  // In the order of ids, so that two writers of the same records wait for each other in one order.
  private static final String MOVE =
      "INSERT INTO audit_record (%1$s) SELECT %1$s FROM audit_staging ORDER BY id ON CONFLICT DO NOTHING"
          .formatted(COLUMNS);

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final Partitions partitions;

  TrailWriter(AgroalDataSource dataSource, Tenancy tenancy, Partitions partitions) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.partitions = partitions;
  }

  /**
   * Stores all rows or none; returns how many were new. Committed when it returns.
   *
   * @throws RowsRefusedException one of the rows cannot be stored, now or later
   * @throws SQLException anything else; the same rows may be stored later
   */
  public int write(List<TrailRow> rows) throws SQLException, RowsRefusedException {
    try {
      return writeAll(rows);
    } catch (SQLException e) {
      partitions.forget();
      if (RowsRefusedException.isCause(e)) {
        throw new RowsRefusedException(e);
      }
      throw e;
    }
  }

  private int writeAll(List<TrailRow> rows) throws SQLException {
    partitions.ensure(rows.stream().map(TrailRow::day).distinct().toList());
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try {
        int stored = write(connection, rows);
        connection.commit();
        return stored;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static int write(Connection connection, List<TrailRow> rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(STAGING);
      byte[] lines = lines(rows).getBytes(StandardCharsets.UTF_8);
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new ByteArrayInputStream(lines), lines.length);
      return statement.executeUpdate(MOVE);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  private static String lines(List<TrailRow> rows) {
    StringBuilder out = new StringBuilder(rows.size() * 1024);
    for (TrailRow row : rows) {
      new CopyLine(out)
          .column(row.id())
          .column(row.day())
          .column(RetentionClass.STANDARD.column())
          .column(row.organisation())
          .column(row.occurredAt())
          .column(row.service())
          .column(row.phase())
          .column(row.attempt())
          .column(row.action())
          .column(row.tool())
          .column(row.exposedAs())
          .column(row.connector())
          .column(row.gateway())
          .column(row.actor())
          .column(row.apiKey())
          .column(row.client())
          .column(row.outcome())
          .column(row.durationMicros())
          .column(row.traceId())
          .column(row.record())
          .end();
    }
    return out.toString();
  }

  // Rows of many organisations arrive together, so row-level security has to let all of them in.
  private Connection connect() throws SQLException {
    try {
      return tenancy.asPlatform(() -> {
        try {
          return dataSource.getConnection();
        } catch (SQLException e) {
          throw new NotConnected(e);
        }
      });
    } catch (NotConnected e) {
      throw e.reason;
    }
  }

  private static final class NotConnected extends RuntimeException {
    private final SQLException reason;

    NotConnected(SQLException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
