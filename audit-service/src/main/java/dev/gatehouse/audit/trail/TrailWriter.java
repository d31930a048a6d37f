package dev.gatehouse.audit.trail;

import dev.gatehouse.audit.trail.Partitions.Partition;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Adds rows to the trail, each at the end of its chain: copied to a temporary table in one stream,
 * moved on by one statement, committed together. Rows that are there already are left out.
 */
@ApplicationScoped
public class TrailWriter {
  private static final String COLUMNS =
      "id, day, retention_class, organisation, occurred_at, service, phase, attempt, action, tool,"
          + " exposed_as, connector, gateway, actor, api_key, client, outcome, duration_micros,"
          + " trace_id, record, ingested_at, skewed, seq, chain";

  private static final String STAGING =
      "CREATE TEMPORARY TABLE IF NOT EXISTS audit_staging"
          + " (LIKE audit_record INCLUDING DEFAULTS) ON COMMIT DELETE ROWS";

  private static final String COPY = "COPY audit_staging (" + COLUMNS + ") FROM STDIN";

  private static final String MOVE =
      "INSERT INTO audit_record (%1$s) SELECT %1$s FROM audit_staging ON CONFLICT DO NOTHING"
          .formatted(COLUMNS);

  private static final String KNOWN =
      "SELECT id, organisation FROM audit_record WHERE day = ? AND id = ANY (?)";

  /** PostgreSQL's {@code unique_violation}. */
  private static final String TAKEN = "23505";

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
      if (!RowsRefusedException.isCause(e)) {
        throw e;
      }
    }
    // A partition that was remembered may have left in the meantime, and that looks the same.
    try {
      return writeAll(rows);
    } catch (SQLException e) {
      if (RowsRefusedException.isCause(e)) {
        throw new RowsRefusedException(e);
      }
      throw e;
    }
  }

  private int writeAll(List<TrailRow> rows) throws SQLException {
    partitions.ensure(
        rows.stream()
            .map(row -> new Partition(row.day(), row.retentionClass()))
            .collect(Collectors.toSet()));
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
    Chains chains = Chains.lock(connection, rows);
    List<TrailRow> fresh = fresh(connection, rows);
    if (fresh.isEmpty()) {
      return 0;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(STAGING);
      byte[] lines = lines(fresh, chains).getBytes(StandardCharsets.UTF_8);
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new ByteArrayInputStream(lines), lines.length);
      int stored = statement.executeUpdate(MOVE);
      if (stored != fresh.size()) {
        throw new SQLException("a record is there that was not seen, under the lock of its chain");
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
    chains.save();
    return fresh.size();
  }

  /** Those that are not in the trail, each once. Nobody else adds any while the chains are ours. */
  private static List<TrailRow> fresh(Connection connection, List<TrailRow> rows)
      throws SQLException {
    Map<UUID, TrailRow> fresh = LinkedHashMap.newLinkedHashMap(rows.size());
    Map<LocalDate, List<UUID>> byDay = new HashMap<>();
    for (TrailRow row : rows) {
      TrailRow before = fresh.putIfAbsent(row.id(), row);
      if (before == null) {
        byDay.computeIfAbsent(row.day(), _ -> new ArrayList<>()).add(row.id());
      } else {
        requireSame(before.organisation(), row);
      }
    }
    // Day by day, so that each is looked for in its own partition.
    try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
      for (Map.Entry<LocalDate, List<UUID>> day : byDay.entrySet()) {
        known.setObject(1, day.getKey());
        known.setArray(2, connection.createArrayOf("uuid", day.getValue().toArray()));
        try (ResultSet row = known.executeQuery()) {
          while (row.next()) {
            TrailRow again = fresh.remove(row.getObject(1, UUID.class));
            if (again != null) {
              requireSame(row.getString(2), again);
            }
          }
        }
      }
    }
    return List.copyOf(fresh.values());
  }

  /** A second delivery is left out; a record of somebody else under a known id is not one. */
  private static void requireSame(String organisation, TrailRow row) throws SQLException {
    if (!organisation.equals(row.organisation())) {
      throw new SQLException("a record is there under this id of another organisation", TAKEN);
    }
  }

  private static String lines(List<TrailRow> rows, Chains chains) {
    StringBuilder out = new StringBuilder(rows.size() * 1024);
    for (TrailRow row : rows) {
      Chains.Link link = chains.append(row, row.record().getBytes(StandardCharsets.UTF_8));
      new CopyLine(out)
          .column(row.id())
          .column(row.day())
          .column(row.retentionClass().column())
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
          .column(row.ingestedAt())
          .column(row.skewed())
          .column(link.seq())
          .bytes(link.chain())
          .end();
    }
    return out.toString();
  }

  // Rows of many organisations arrive together, so row-level security has to let all of them in.
  private Connection connect() throws SQLException {
    return tenancy.asPlatform(dataSource::getConnection);
  }
}
