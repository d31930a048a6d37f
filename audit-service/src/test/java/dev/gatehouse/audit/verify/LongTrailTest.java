package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.ChainId;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * No query of a verification reads more the longer the trail is: how many rows and pages of
 * PostgreSQL's are read is counted, not how long it takes.
 */
@AuditTest
class LongTrailTest {
  private static final int ROWS = Integer.getInteger("gatehouse.verify.rows", 20_000);

  private static final String FILL =
      """
      INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, service, phase, action, outcome,
        record, seq, chain)
      SELECT gen_random_uuid(), '%1$s', 'standard', %2$s, timestamptz '%1$s 12:00:00Z', 'gateway', 'EVENT',
        'tool.call', 'SUCCESS', repeat('x', 500), i, '' FROM generate_series(%3$d, %4$d) i
      """;

  /** Many others, so that PostgreSQL thinks that nobody has many records. */
  private static final String OTHERS = "'other-' || i % 200";

  @Inject StoredTrail trail;

  @BeforeEach
  void aDayWithManyRecords() {
    // Together: a day that has passed and is empty goes.
    TestDatabase.administer(
        "SELECT audit_partition_ensure('%s', 'standard');".formatted(trail.day)
            + FILL.formatted(trail.day, OTHERS, 1, 10_000));
    TestDatabase.administer("VACUUM ANALYZE " + trail.partition());
  }

  @AfterEach
  void gone() {
    TestDatabase.administer("DELETE FROM audit_record WHERE day = '%s'".formatted(trail.day));
  }

  @Test
  void aPageReadsWhatItGives() throws SQLException {
    fill(ours(), 1, ROWS); // and PostgreSQL has not heard of any
    try (Connection connection = TestDatabase.application(trail.organisation)) {
      connection.setAutoCommit(false);
      ChainRows rows = new ChainRows(connection, trail.organisation, chain());
      rows.next();
      rows.next();

      List<StoredRow> third = rows.next();

      assertThat(third).hasSize(ChainRows.PAGE);
      assertThat(third.getFirst().seq()).isEqualTo(2L * ChainRows.PAGE + 1);
      assertThat(rowsRead(connection)).isBetween(3L * ChainRows.PAGE, 4L * ChainRows.PAGE);
    }
  }

  @Test
  void aDayOfOthersIsAnEntryOfAnIndex() throws SQLException {
    fill(OTHERS, 10_001, ROWS);
    try (Connection connection = TestDatabase.application(trail.organisation)) {
      connection.setAutoCommit(false);

      List<StoredRow> none = new ChainRows(connection, trail.organisation, chain()).next();

      assertThat(none).isEmpty();
      assertThat(rowsRead(connection)).isZero();
      assertThat(pagesRead(connection)).isLessThan(10);
    }
  }

  @Test
  void recordsThatNoChainTellsOfAreFound() throws Exception {
    fill(ours(), 1, 1);

    assertThat(trail.verify().first())
        .returns(Finding.Kind.INSERTED, Finding::kind)
        .returns(trail.day, Finding::day)
        .returns(1L, Finding::seq);
  }

  @Test
  void aTableThatSomebodyElseMadePartOfTheTrailIsNamed() throws Exception {
    TestDatabase.administer(
        "CREATE TABLE audit_record_elsewhere PARTITION OF audit_record"
            + " FOR VALUES FROM ('1990-01-01') TO ('1990-02-01')");
    try {
      assertThat(trail.verify().first())
          .returns(Finding.Kind.INSERTED, Finding::kind)
          .returns(null, Finding::day)
          .returns(
              "the table audit_record_elsewhere was made part of the trail, and not by ingest",
              Finding::detail);
    } finally {
      TestDatabase.administer("DROP TABLE audit_record_elsewhere");
    }
  }

  @Test
  void aDayUnderAnotherNameIsADayOfTheTrail() throws Exception {
    fill(ours(), 1, 1);
    TestDatabase.administer(
        "ALTER TABLE %s RENAME TO audit_record_renamed".formatted(trail.partition()));
    try {
      assertThat(trail.verify().first())
          .returns(Finding.Kind.INSERTED, Finding::kind)
          .returns(trail.day, Finding::day);
    } finally {
      TestDatabase.administer("ALTER TABLE audit_record_renamed RENAME TO " + trail.partition());
    }
  }

  @Test
  void goesNoFurtherWhenNobodyWaits() throws Exception {
    trail.write(1);

    assertThatThrownBy(() -> trail.verify(() -> true)).isInstanceOf(Asker.LeftException.class);
  }

  private ChainId chain() {
    return new ChainId(trail.day, "standard");
  }

  private String ours() {
    return "'" + trail.organisation + "'";
  }

  private void fill(String organisation, int from, int to) {
    TestDatabase.administer(FILL.formatted(trail.day, organisation, from, to));
  }

  private long rowsRead(Connection connection) throws SQLException {
    return number(
        connection,
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_all_tables WHERE relname = '%s'");
  }

  /** Of the table and its indexes. */
  private long pagesRead(Connection connection) throws SQLException {
    return number(
        connection,
        "SELECT sum(pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class WHERE relname LIKE '%s%%'");
  }

  private long number(Connection connection, String sql) throws SQLException {
    return Long.parseLong(
        TestDatabase.select(connection, sql.formatted(trail.partition())).getFirst());
  }
}
