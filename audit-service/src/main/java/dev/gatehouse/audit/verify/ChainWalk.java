package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainHash;
import dev.gatehouse.audit.trail.ChainId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Goes over one chain from its first record, or from the first that has not left with its day, to
 * where it should end, computing every hash anew.
 */
final class ChainWalk {
  private static final Logger LOG = Logger.getLogger(ChainWalk.class);

  private final Connection connection;
  private final String organisation;
  private final ChainId chain;
  private final NavigableMap<Long, String> signed;
  private final ChainEnd end;
  private final Asker asker;
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
      NavigableMap<Long, String> signed,
      ChainEnd end,
      Asker asker) {
    this.connection = connection;
    this.organisation = organisation;
    this.chain = chain;
    this.signed = signed;
    this.end = end;
    this.asker = asker;
    this.head = hash.origin(organisation, chain.day(), chain.retentionClass());
  }

  /** How many records were gone over, up to the end, or to what is wrong. */
  long records() {
    return Math.max(0, seq - end.gone());
  }

  @Nullable Finding walk() throws SQLException {
    if (end.gone() > 0) {
      String left = signed.get(end.gone());
      if (left == null) {
        return finding(
            Finding.Kind.CUT,
            null,
            "records from here to %d have left, and no digest tells of them".formatted(end.gone()));
      }
      head = HexFormat.of().parseHex(left);
      seq = end.gone();
    }
    Finding wrong = rows();
    if (wrong != null) {
      return wrong;
    }
    long expected = signed.isEmpty() ? end.written() : Math.max(end.written(), signed.lastKey());
    if (seq < expected) {
      return finding(
          Finding.Kind.CUT, null, "records from here to %d are gone".formatted(expected));
    }
    boolean nothing = seq == 0 && end.isOfNoChain();
    if (!nothing && (end.head() == null || !MessageDigest.isEqual(end.head(), head))) {
      return finding(Finding.Kind.CUT, null, "the chain does not end where ingest left it");
    }
    return null;
  }

  private @Nullable Finding rows() throws SQLException {
    ChainRows rows = new ChainRows(connection, organisation, chain);
    for (List<StoredRow> page = page(rows); !page.isEmpty(); page = page(rows)) {
      for (StoredRow row : page) {
        Finding wrong = readable(row);
        if (wrong != null) {
          return wrong;
        }
        seq++;
        head = row.chain();
      }
    }
    return null;
  }

  private List<StoredRow> page(ChainRows rows) throws SQLException {
    asker.requireThere();
    return rows.next();
  }

  /** Whatever keeps a record from being read was not written by ingest. */
  private @Nullable Finding readable(StoredRow row) throws SQLException {
    try {
      return row(row);
    } catch (Asker.LeftException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf("Record %s of organisation %s cannot be read: %s", row.id(), organisation, e);
      return finding(Finding.Kind.ALTERED, row.id(), "the record cannot be read");
    }
  }

  private @Nullable Finding row(StoredRow row) throws SQLException {
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
    if (place > end.written() && (signed.isEmpty() || place > signed.lastKey())) {
      return finding(Finding.Kind.INSERTED, row.id(), "a record after the end of the chain");
    }
    if (!MessageDigest.isEqual(hash(row), row.chain())) {
      return movedFrom(row)
          ? finding(Finding.Kind.REORDERED, row.id(), "another record stood at this place")
          : finding(Finding.Kind.ALTERED, row.id(), "the record is not the one that was written");
    }
    String told = signed.get(place);
    if (told != null && !told.equals(HexFormat.of().formatHex(row.chain()))) {
      return finding(
          Finding.Kind.ALTERED, row.id(), "records up to here are not those that were signed");
    }
    String disagreement = row.disagreement();
    return disagreement == null ? null : finding(Finding.Kind.ALTERED, row.id(), disagreement);
  }

  /** Null if there is none: its time of writing is beyond all that ingest writes. */
  private byte @Nullable [] hash(StoredRow row) {
    try {
      return hash.next(
          head, seq + 1, row.ingestedAt(), row.record().getBytes(StandardCharsets.UTF_8));
    } catch (ArithmeticException _) {
      return null;
    }
  }

  /** Whether another record of the day fits the hash that is stored at this place, or its own. */
  private boolean movedFrom(StoredRow here) throws SQLException {
    ChainRows rows = new ChainRows(connection, organisation, chain);
    for (List<StoredRow> page = page(rows); !page.isEmpty(); page = page(rows)) {
      for (StoredRow other : page) {
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

  private Finding finding(Finding.Kind kind, @Nullable String record, String detail) {
    return new Finding(kind, chain.day(), chain.retentionClass(), seq + 1, record, null, detail);
  }
}
