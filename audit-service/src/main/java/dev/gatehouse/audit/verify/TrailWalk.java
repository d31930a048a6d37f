package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.digest.SigningKey;
import dev.gatehouse.audit.trail.ChainId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes over an organisation's digests and then from chain to chain. Each is seen as of one moment,
 * so that what is written meanwhile confuses nothing, in a transaction that ends with it: no day is
 * kept from leaving for longer than it takes to go over it.
 */
final class TrailWalk {
  private static final String CHAINS =
      "SELECT day, retention_class FROM audit_chain"
          + " WHERE organisation = ? AND day BETWEEN ? AND ?";

  private final Connection connection;
  private final String organisation;
  private final Days days;
  private final SigningKey key;
  private final Asker asker;
  private SignedDigests digests;
  private long records;
  private long chains;
  private long unsigned;
  private long retired;
  private @Nullable LocalDate lastRetired;

  /**
   * @param connection with REPEATABLE READ, in no transaction
   */
  TrailWalk(Connection connection, String organisation, Days days, SigningKey key, Asker asker)
      throws SQLException {
    this.connection = connection;
    this.organisation = organisation;
    this.days = days;
    this.key = key;
    this.asker = asker;
    this.digests = SignedDigests.read(connection, organisation, key);
  }

  /** Returns the first that is not as it was written. */
  @Nullable Finding walk() throws SQLException {
    Finding finding = digests.finding();
    if (finding != null) {
      return finding;
    }
    TrailPartitions partitions = TrailPartitions.read(connection);
    SortedSet<ChainId> all = chains(partitions);
    connection.rollback();
    for (ChainId chain : all) {
      finding = chain(chain);
      if (finding != null) {
        return finding;
      }
    }
    return partitions.strange().isEmpty() ? null : strange(partitions.strange().getFirst());
  }

  /** Those that ingest, a digest or, for all that is known, a record tells of. */
  private SortedSet<ChainId> chains(TrailPartitions partitions) throws SQLException {
    SortedSet<ChainId> all = new TreeSet<>(digests.chains());
    all.addAll(partitions.chains());
    all.removeIf(chain -> !days.have(chain));
    try (PreparedStatement read = connection.prepareStatement(CHAINS)) {
      read.setString(1, organisation);
      read.setObject(2, days.first());
      read.setObject(3, days.last());
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          all.add(new ChainId(row.getObject(1, LocalDate.class), row.getString(2)));
        }
      }
    }
    return all;
  }

  private @Nullable Finding chain(ChainId chain) throws SQLException {
    while (true) {
      ChainEnd end = ChainEnd.read(connection, organisation, chain);
      NavigableMap<Long, String> signed = digests.heads(chain);
      ChainWalk walk = new ChainWalk(connection, organisation, chain, signed, end, asker);
      Finding finding = walk.walk();
      connection.rollback();
      if (finding == null || !hasMoved(chain, end, signed)) {
        count(chain, end, signed, walk.records());
        return digests.finding() == null ? finding : digests.finding();
      }
    }
  }

  /**
   * Whether the chain was signed, or its day has left, since this was read: a day that leaves takes
   * its records away from older views as well, but not what these say of it.
   */
  private boolean hasMoved(ChainId chain, ChainEnd before, NavigableMap<Long, String> signed)
      throws SQLException {
    digests = SignedDigests.read(connection, organisation, key);
    ChainEnd now = ChainEnd.read(connection, organisation, chain);
    connection.rollback();
    return digests.finding() == null
        && (now.gone() != before.gone() || !digests.heads(chain).equals(signed));
  }

  private void count(ChainId chain, ChainEnd end, NavigableMap<Long, String> signed, long walked) {
    records += walked;
    if (end.written() > end.gone()) {
      chains++;
    }
    unsigned += Math.max(0, end.written() - (signed.isEmpty() ? 0 : signed.lastKey()));
    if (end.gone() > 0) {
      retired++;
      lastRetired = chain.day();
    }
  }

  private static Finding strange(String partition) {
    return new Finding(
        Finding.Kind.INSERTED,
        null,
        null,
        null,
        null,
        null,
        "the table " + partition + " was made part of the trail, and not by ingest");
  }

  long records() {
    return records;
  }

  /** Days and classes with records. */
  long chains() {
    return chains;
  }

  long digests() {
    return digests.count();
  }

  long unsigned() {
    return unsigned;
  }

  /** Days and classes of which records have left. */
  long retired() {
    return retired;
  }

  @Nullable LocalDate lastRetired() {
    return lastRetired;
  }
}
