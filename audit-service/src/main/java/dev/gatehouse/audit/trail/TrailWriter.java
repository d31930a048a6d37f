package dev.gatehouse.audit.trail;

import dev.gatehouse.audit.trail.Partitions.Partition;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Adds rows to the trail, each at the end of its chain: copied to the partition that they belong to
 * in one stream, committed together. Rows that are there already are left out.
 */
@ApplicationScoped
public class TrailWriter {
  private static final Logger LOG = Logger.getLogger(TrailWriter.class);

  /** So many conflicts are named in one line of the log. */
  private static final int TOLD = 20;

  private static final String COLUMNS =
      "id, day, retention_class, organisation, occurred_at, service, phase, attempt, action, tool,"
          + " exposed_as, connector, gateway, actor, api_key, client, outcome, duration_micros,"
          + " trace_id, record, ingested_at, skewed, seq, chain";

  private static final int COLUMN_COUNT = COLUMNS.split(",").length;

  /** Binary: dates, numbers and hashes need not be read from text, nor anything be escaped. */
  private static final String COPY = "COPY %s (" + COLUMNS + ") FROM STDIN (FORMAT binary)";

  /**
   * PostgreSQL's {@code undefined_table} and {@code insufficient_privilege}: a partition has left,
   * or was made by an earlier version and is not open.
   */
  private static final Set<String> NOT_READY = Set.of("42P01", "42501");

  /**
   * In all indexes but the key's, an organisation's entries are neighbours: one after the other
   * they find their pages in the processor's cache. In their order otherwise.
   */
  private static final Comparator<TrailRow> NEIGHBOURS_TOGETHER =
      Comparator.comparing(TrailRow::organisation);

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final Partitions partitions;

  TrailWriter(AgroalDataSource dataSource, Tenancy tenancy, Partitions partitions) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.partitions = partitions;
  }

  /**
   * Stores all rows or none, except for what is there already. Committed when it returns.
   *
   * @throws RowsRefusedException one of the rows cannot be stored, now or later
   * @throws SQLException anything else; the same rows may be stored later
   */
  public Written write(List<TrailRow> rows) throws SQLException, RowsRefusedException {
    try {
      return writeAll(rows, FreshRows::presumed);
    } catch (SQLException e) {
      partitions.forget();
      if (!RowsRefusedException.isCause(e)
          && !NOT_READY.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
    }
    // Looks at rows and partitions: some may be there already, or not be what they were.
    try {
      return writeAll(rows, FreshRows::ascertained);
    } catch (SQLException e) {
      if (RowsRefusedException.isCause(e)) {
        throw new RowsRefusedException(e);
      }
      throw e;
    }
  }

  /** Tells rows that are not in the trail from those that are. */
  @FunctionalInterface
  private interface Sieve {
    FreshRows sift(Connection connection, List<TrailRow> rows, Chains chains) throws SQLException;
  }

  private Written writeAll(List<TrailRow> rows, Sieve sieve) throws SQLException {
    Outcome outcome = transact(rows, sieve);
    outcome.conflicts().stream().gather(Gatherers.windowFixed(TOLD)).forEach(TrailWriter::tell);
    return new Written(outcome.stored(), outcome.conflicts().size());
  }

  /** By name only: what is in them is on no record, and not for a log. */
  private static void tell(List<TrailRow> conflicts) {
    LOG.warnf(
        "%d audit records have come under ids of others, which are kept: %s",
        conflicts.size(),
        conflicts.stream()
            .map(row -> "%s of organisation %s".formatted(row.id(), row.organisation()))
            .collect(Collectors.joining(", ")));
  }

  private record Outcome(int stored, List<TrailRow> conflicts) {}

  private Outcome transact(List<TrailRow> rows, Sieve sieve) throws SQLException {
    partitions.ensure(rows.stream().map(Partition::of).collect(Collectors.toSet()));
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try {
        Outcome outcome = write(connection, rows, sieve);
        connection.commit();
        return outcome;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static Outcome write(Connection connection, List<TrailRow> rows, Sieve sieve)
      throws SQLException {
    Chains chains = Chains.lock(connection, rows);
    FreshRows sifted = sieve.sift(connection, rows, chains);
    List<TrailRow> fresh = sifted.rows();
    if (fresh.isEmpty()) {
      return new Outcome(0, sifted.conflicts());
    }
    Map<Partition, List<TrailRow>> byPartition =
        fresh.stream()
            .sorted(NEIGHBOURS_TOGETHER)
            .collect(Collectors.groupingBy(Partition::of, LinkedHashMap::new, Collectors.toList()));
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    for (Map.Entry<Partition, List<TrailRow>> part : byPartition.entrySet()) {
      copy(copies.copyIn(COPY.formatted(part.getKey().table())), part.getValue(), chains);
    }
    chains.save();
    return new Outcome(fresh.size(), sifted.conflicts());
  }

  private static void copy(CopyIn copy, List<TrailRow> rows, Chains chains) throws SQLException {
    try {
      CopyRows out = new CopyRows(copy);
      for (TrailRow row : rows) {
        byte[] record = row.record().getBytes(StandardCharsets.UTF_8);
        Chains.Link link = chains.append(row, record);
        out.row(COLUMN_COUNT);
        out.uuid(row.id());
        out.date(row.day());
        out.text(row.retentionClass().column());
        out.text(row.organisation());
        out.time(row.occurredAt());
        out.text(row.service());
        out.text(row.phase());
        out.uuid(row.attempt());
        out.text(row.action());
        out.text(row.tool());
        out.text(row.exposedAs());
        out.text(row.connector());
        out.text(row.gateway());
        out.text(row.actor());
        out.text(row.apiKey());
        out.text(row.client());
        out.text(row.outcome());
        out.bigint(row.durationMicros());
        out.text(row.traceId());
        out.bytes(record);
        out.time(row.ingestedAt());
        out.truth(row.skewed());
        out.bigint(link.seq());
        out.bytes(link.chain());
      }
      out.end();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  // Rows of many organisations arrive together, so row-level security has to let all of them in.
  private Connection connect() throws SQLException {
    return tenancy.asPlatform(dataSource::getConnection);
  }
}
