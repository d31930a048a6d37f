package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Between which places the records of a chain should lie.
 *
 * @param gone records from the first on that have left with their day; late ones may have come
 *     since
 * @param written how many records ingest says it has written, with those
 * @param head the hash it says the chain ends in; null if it says nothing of this chain
 */
@SuppressWarnings("ArrayRecordComponent") // a hash, compared by who knows how
record ChainEnd(long gone, long written, byte @Nullable [] head) {
  private static final String READ =
      "SELECT coalesce(g.records, 0), coalesce(c.records, 0), c.head"
          + " FROM (VALUES (?::text, ?::date, ?::text)) AS asked (organisation, day, retention_class)"
          + " LEFT JOIN audit_chain c USING (organisation, day, retention_class)"
          + " LEFT JOIN audit_retired_chain g USING (organisation, day, retention_class)";

  static ChainEnd read(Connection connection, String organisation, ChainId chain)
      throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, organisation);
      read.setObject(2, chain.day());
      read.setString(3, chain.retentionClass());
      try (ResultSet row = read.executeQuery()) {
        row.next();
        return new ChainEnd(row.getLong(1), row.getLong(2), row.getBytes(3));
      }
    }
  }

  /** Whether nothing was ever written, as far as this tells. */
  boolean isOfNoChain() {
    return gone == 0 && written == 0 && head == null;
  }
}
