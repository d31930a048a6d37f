package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainHash;
import dev.gatehouse.audit.trail.ChainId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Goes over one chain from its first record to where it should end, computing every hash anew. */
final class ChainWalk {
  private static final String READ =
      "SELECT %s FROM audit_record WHERE organisation = ? AND day = ? AND retention_class = ?%s"
          .formatted(StoredRow.COLUMNS, " ORDER BY seq, id");

  private final Connection connection;
  private final String organisation;
  private final ChainId chain;
  private final NavigableMap<Long, String> signed;
  private final ChainHash hash = new ChainHash();
  private byte[] head;
  private long seq;

  /**
   * @param signed hashes that digests tell of, by their place
   */
  ChainWalk(
      Connection connection,
      String organisation,
      ChainId chain,
      NavigableMap<Long, String> signed) {
    this.connection = connection;
    this.organisation = organisation;
    this.chain = chain;
    this.signed = signed;
    this.head = hash.origin(organisation, chain.day(), chain.retentionClass());
  }

  /** How many records there were up to the end, or to what is wrong. */
  long records() {
    return seq;
  }

  /**
   * @param written how many records ingest says it has written
   * @param end the hash it says the chain ends in; null if it says nothing of this chain
   */
  @Nullable Finding walk(long written, byte @Nullable [] end) throws SQLException {
    Finding wrong = records(written);
    if (wrong != null) {
      return wrong;
    }
    long expected = signed.isEmpty() ? written : Math.max(written, signed.lastKey());
    if (seq < expected) {
      return finding(
          Finding.Kind.CUT, null, "records from here to %d are gone".formatted(expected));
    }
    if (end == null || !MessageDigest.isEqual(end, head)) {
      return finding(Finding.Kind.CUT, null, "the chain does not end where ingest left it");
    }
    return null;
  }

  private @Nullable Finding records(long written) throws SQLException {
    try (PreparedStatement read = read();
        ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        StoredRow row = StoredRow.of(rows);
        Finding wrong = row(row, written);
        if (wrong != null) {
          return wrong;
        }
        seq++;
        head = row.chain();
      }
    }
    return null;
  }

  private @Nullable Finding row(StoredRow row, long written) throws SQLException {
    long place = seq + 1;
    if (row.seq() < place) {
      return new Finding(
          Finding.Kind.INSERTED,
          chain.day(),
          chain.retentionClass(),
          row.seq(),
          row.id(),
          null,
          "a record at a place that another one has, or none");
    }
    if (row.seq() > place) {
      return finding(Finding.Kind.DELETED, null, "no record is at this place any more");
    }
    if (place > written && (signed.isEmpty() || place > signed.lastKey())) {
      return finding(Finding.Kind.INSERTED, row.id(), "a record after the end of the chain");
    }
    byte[] computed = hash(row);
    if (!MessageDigest.isEqual(computed, row.chain())) {
      return movedFrom(row)
          ? finding(Finding.Kind.REORDERED, row.id(), "another record stood at this place")
          : finding(Finding.Kind.ALTERED, row.id(), "the record is not the one that was written");
    }
    String told = signed.get(place);
    if (told != null && !told.equals(HexFormat.of().formatHex(computed))) {
      return finding(
          Finding.Kind.ALTERED, row.id(), "records up to here are not those that were signed");
    }
    String disagreement = row.disagreement();
    return disagreement == null ? null : finding(Finding.Kind.ALTERED, row.id(), disagreement);
  }

  private byte[] hash(StoredRow row) {
    return hash.next(
        head, seq + 1, row.ingestedAt(), row.record().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether another record of the day fits the hash that is stored at this place, or its own. */
  private boolean movedFrom(StoredRow here) throws SQLException {
    try (PreparedStatement read = read();
        ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        StoredRow other = StoredRow.of(rows);
        byte[] fits = hash(other);
        if (!other.id().equals(here.id())
            && (MessageDigest.isEqual(fits, here.chain())
                || MessageDigest.isEqual(fits, other.chain()))) {
          return true;
        }
      }
    }
    return false;
  }

  private PreparedStatement read() throws SQLException {
    PreparedStatement read = connection.prepareStatement(READ);
    read.setFetchSize(1000);
    read.setString(1, organisation);
    read.setObject(2, chain.day());
    read.setString(3, chain.retentionClass());
    return read;
  }

  private Finding finding(Finding.Kind kind, @Nullable String record, String detail) {
    return new Finding(kind, chain.day(), chain.retentionClass(), seq + 1, record, null, detail);
  }
}
