package dev.gatehouse.audit.tail;

import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.query.QuerySql;
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
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads what was added to an organisation's chains. A place in a chain is given out once, in order,
 * and is seen when everything before it is: so whoever remembers how far they were in each chain
 * misses nothing, however late it came, and sees nothing twice.
 */
@ApplicationScoped
public class Tail {
  /** Places of a chain that are looked at in one query. */
  private static final int STEP = 500;

  /** Characters of the records of one step, unless the first has more. */
  private static final int LARGEST = 1 << 20;

  /** Records that come from the database at once: the largest have some 50 KB. */
  private static final int FETCH = 32;

  private static final int TIMEOUT_SECONDS = (int) Duration.ofSeconds(10).toSeconds();

  private static final LocalDate EVER = LocalDate.of(1, 1, 1);

  private static final String ENDS =
      "SELECT day, retention_class, records FROM audit_chain WHERE organisation = ? AND day >= ?";

  private static final String COLUMNS = "seq, record";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;

  Tail(AgroalDataSource dataSource, Tenancy tenancy) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
  }

  /**
   * A record and its place.
   *
   * @param record canonical JSON
   */
  public record Added(ChainId chain, long seq, String record) {}

  /**
   * Some of what was added: some hundred records, or about a megabyte.
   *
   * @param upTo everything up to this place was looked at
   */
  public record Step(ChainId chain, List<Added> added, long upTo) {}

  /** How many records each chain has now: late ones come to days however long ago. */
  public NavigableMap<ChainId, Long> ends(String organisation) throws SQLException {
    return ends(organisation, EVER);
  }

  /** How many records each chain has now, from a day on. */
  public NavigableMap<ChainId, Long> ends(String organisation, LocalDate since)
      throws SQLException {
    NavigableMap<ChainId, Long> ends = new TreeMap<>();
    try (Connection connection = connection(organisation);
        PreparedStatement read = connection.prepareStatement(ENDS)) {
      read.setQueryTimeout(TIMEOUT_SECONDS);
      read.setString(1, organisation);
      read.setObject(2, since);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          ends.put(
              new ChainId(row.getObject(1, LocalDate.class), row.getString(2)), row.getLong(3));
        }
      }
    }
    return ends;
  }

  /**
   * The next records of a chain that a filter leaves; records that have left at their time are
   * none.
   *
   * @param after place of the last record that was seen; 0 for none
   * @param end as {@link #ends} told it
   */
  public Step next(Filter filter, ChainId chain, long after, long end) throws SQLException {
    long upTo = Math.min(end, after + STEP);
    QuerySql sql =
        QuerySql.of(filter)
            .and("day = ?", chain.day())
            .and("retention_class = ?", chain.retentionClass())
            .and("seq > ?", after)
            .and("seq <= ?", upTo);
    try (Connection connection = connection(filter.organisation())) {
      connection.setAutoCommit(false); // rows come in parts within a transaction only
      try (PreparedStatement read = sql.page(connection, COLUMNS, "ORDER BY seq")) {
        return read(read, chain, upTo);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static Step read(PreparedStatement read, ChainId chain, long upTo) throws SQLException {
    List<Added> added = new ArrayList<>();
    int size = 0;
    read.setQueryTimeout(TIMEOUT_SECONDS);
    read.setFetchSize(FETCH);
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        String record = row.getString(2);
        size += record.length();
        if (size > LARGEST && !added.isEmpty()) {
          return new Step(chain, added, added.getLast().seq());
        }
        added.add(new Added(chain, row.getLong(1), record));
      }
    }
    return new Step(chain, added, upTo);
  }

  private Connection connection(String organisation) throws SQLException {
    return tenancy.in(organisation, dataSource::getConnection);
  }
}
