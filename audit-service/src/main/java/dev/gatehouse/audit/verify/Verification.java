package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.digest.SigningKey;
import dev.gatehouse.audit.trail.ChainId;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the records of an organisation: digests first, then the chain of every day that ingest,
 * a digest or a record tells of. All of one moment, so that what is written meanwhile confuses
 * nothing. Must run in the organisation.
 */
@ApplicationScoped
public class Verification {
  private static final String CHAINS =
      "SELECT day, retention_class, records, head FROM audit_chain"
          + " WHERE organisation = ? AND day BETWEEN ? AND ?";

  // Partitions of other days are not even looked at.
  private static final String DAYS =
      "SELECT DISTINCT day, retention_class FROM audit_record"
          + " WHERE organisation = ? AND day BETWEEN ? AND ?";
  private static final String RETIRED =
      "SELECT day, retention_class FROM audit_retired WHERE day BETWEEN ? AND ?";

  /** Of which days the records are gone over. */
  private record Days(LocalDate first, LocalDate last) {
    private static final LocalDate OLDEST = LocalDate.of(1, 1, 1);
    private static final LocalDate NEWEST = LocalDate.of(9999, 12, 31);

    static Days of(@Nullable LocalDate from, @Nullable LocalDate to) {
      return new Days(
          Objects.requireNonNullElse(from, OLDEST), Objects.requireNonNullElse(to, NEWEST));
    }

    boolean have(ChainId chain) {
      return !chain.day().isBefore(first) && !chain.day().isAfter(last);
    }

    /** Sets the two parameters from this one on. */
    void bind(PreparedStatement statement, int parameter) throws SQLException {
      statement.setObject(parameter, first);
      statement.setObject(parameter + 1, last);
    }
  }

  private final AgroalDataSource dataSource;
  private final SigningKey key;

  Verification(AgroalDataSource dataSource, SigningKey key) {
    this.dataSource = dataSource;
    this.key = key;
  }

  @SuppressWarnings("ArrayRecordComponent") // a hash, never compared here
  private record End(long records, byte[] head) {}

  /**
   * @param from first day; null for the oldest
   * @param to last day; null for the newest
   */
  Verdict verify(String organisation, @Nullable LocalDate from, @Nullable LocalDate to)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      int isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try {
        return verify(connection, organisation, from, to);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(isolation);
      }
    }
  }

  private Verdict verify(
      Connection connection, String organisation, @Nullable LocalDate from, @Nullable LocalDate to)
      throws SQLException {
    SignedDigests digests = SignedDigests.read(connection, organisation, key);
    Days days = Days.of(from, to);
    Map<ChainId, End> ends = ends(connection, organisation, days);
    Set<ChainId> retired = chains(connection, RETIRED, null, days);
    TreeSet<ChainId> all = new TreeSet<>(digests.chains());
    all.removeIf(chain -> !days.have(chain));
    all.addAll(ends.keySet());
    all.addAll(chains(connection, DAYS, organisation, days));
    Finding finding = digests.finding();
    long records = 0;
    long walked = 0;
    long unsigned = 0;
    long gone = 0;
    LocalDate lastGone = null;
    for (ChainId chain : all) {
      if (finding != null) {
        break;
      }
      if (retired.contains(chain)) {
        gone++;
        lastGone = chain.day();
        continue;
      }
      End end = ends.get(chain);
      long written = end == null ? 0 : end.records();
      ChainWalk walk = new ChainWalk(connection, organisation, chain, digests.heads(chain));
      finding = walk.walk(written, end == null ? null : end.head());
      records += walk.records();
      walked++;
      unsigned += Math.max(0, written - lastSigned(digests, chain));
    }
    return new Verdict(
        finding == null,
        finding,
        from,
        to,
        records,
        walked,
        digests.count(),
        unsigned,
        gone,
        lastGone,
        key.id(),
        key.publicKey(),
        Instant.now());
  }

  private static long lastSigned(SignedDigests digests, ChainId chain) {
    var heads = digests.heads(chain);
    return heads.isEmpty() ? 0 : heads.lastKey();
  }

  private static Map<ChainId, End> ends(Connection connection, String organisation, Days days)
      throws SQLException {
    Map<ChainId, End> ends = new HashMap<>();
    try (PreparedStatement read = connection.prepareStatement(CHAINS)) {
      read.setString(1, organisation);
      days.bind(read, 2);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          ends.put(
              new ChainId(row.getObject(1, LocalDate.class), row.getString(2)),
              new End(row.getLong(3), row.getBytes(4)));
        }
      }
    }
    return ends;
  }

  private static Set<ChainId> chains(
      Connection connection, String sql, @Nullable String organisation, Days days)
      throws SQLException {
    Set<ChainId> chains = new HashSet<>();
    try (PreparedStatement read = connection.prepareStatement(sql)) {
      if (organisation != null) {
        read.setString(1, organisation);
      }
      days.bind(read, organisation == null ? 1 : 2);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          chains.add(new ChainId(row.getObject(1, LocalDate.class), row.getString(2)));
        }
      }
    }
    return chains;
  }
}
