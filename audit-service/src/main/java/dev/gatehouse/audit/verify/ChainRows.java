package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The records of a chain in its order, in pages that go on by place: each is a query of its own and
 * reads no more than it gives, so that none takes long, however long the chain is. Within a
 * transaction.
 */
final class ChainRows {
  /** Records of one page; the largest have some 50 KB. */
  static final int PAGE = 200;

  private static final String FIRST =
      "SELECT %s FROM audit_record WHERE organisation = ? AND day = ? AND retention_class = ?"
          .formatted(StoredRow.COLUMNS);
  private static final String NEXT = FIRST + " AND seq >= ? AND (seq, id) > (?, ?)";
  private static final String ORDER = " ORDER BY seq, id LIMIT " + PAGE;

  private final Connection connection;
  private final String organisation;
  private final ChainId chain;
  private @Nullable StoredRow last;
  private boolean ended;

  ChainRows(Connection connection, String organisation, ChainId chain) throws SQLException {
    this.connection = connection;
    this.organisation = organisation;
    this.chain = chain;
    // PostgreSQL may think that an organisation has few records, and sort for each page what turns
    // out to be a million.
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_sort = off");
    }
  }

  /** Some more records; none if there are no more. */
  List<StoredRow> next() throws SQLException {
    List<StoredRow> page = new ArrayList<>();
    if (!ended) {
      try (PreparedStatement read =
          connection.prepareStatement((last == null ? FIRST : NEXT) + ORDER)) {
        bind(read);
        try (ResultSet row = read.executeQuery()) {
          while (row.next()) {
            page.add(StoredRow.of(row));
          }
        }
      }
      ended = page.size() < PAGE;
      last = page.isEmpty() ? null : page.getLast();
    }
    return page;
  }

  private void bind(PreparedStatement read) throws SQLException {
    // A plan that is kept for any day is one of all partitions, and locks them all.
    read.unwrap(PGStatement.class).setPrepareThreshold(0);
    read.setString(1, organisation);
    read.setObject(2, chain.day());
    read.setString(3, chain.retentionClass());
    if (last != null) {
      read.setLong(4, last.seq());
      read.setLong(5, last.seq());
      read.setObject(6, UUID.fromString(last.id()));
    }
  }
}
