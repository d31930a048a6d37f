package dev.gatehouse.audit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord.Outcome.Status;
import dev.gatehouse.platform.testing.TestIdentities;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page costs what a page has, however many records there are: how many rows, or pages of
 * PostgreSQL's, are read is counted, not how long it takes.
 */
@AuditTest
class RowsReadTest {
  private static final int ROWS = 20_000;
  private static final int PAGE = 50;
  private static final int RARE = ROWS / 4_000;

  /** After so many executions PostgreSQL may keep a plan for whatever is asked. */
  private static final int OFTEN = 12;

  private static final Instant FIRST = Instant.parse("2003-02-03T00:00:00Z");
  private static final Instant END = Instant.parse("2003-02-05T00:00:00Z");

  private static final String FILL =
      """
      INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, service, phase, action, tool,
        exposed_as, connector, gateway, actor, outcome, duration_micros, record, seq, chain)
      SELECT gen_random_uuid(), (t AT TIME ZONE 'UTC')::date, 'standard', '%1$s', t, 'gateway', 'EVENT',
        CASE WHEN i %% 4000 = 0 THEN 'gateway.create' ELSE 'tool.call' END, 'tool_' || i %% 10,
        CASE WHEN i %% 2 = 0 THEN 'shown_' || i %% 10 END, 'connector-' || i %% 4, 'gateway-' || i %% 4,
        'user-' || i %% 10, CASE WHEN i %% 100 < 50 THEN 'ERROR' ELSE 'SUCCESS' END, i, repeat('x', 500), i, ''
      FROM (SELECT i, timestamptz '2003-02-03 00:00:00Z' + i * interval '8 seconds' AS t
            FROM generate_series(0, %2$d - 1) i) AS rows
      """;

  private static String organisation;

  @BeforeAll
  static void aDayOrTwoOfAnOrganisation() {
    organisation = TestIdentities.newId();
    TestDatabase.administer(
        "SELECT audit_partition_ensure(d::date, 'standard') FROM generate_series(date '2003-02-03', '2003-02-05', '1 day') d");
    TestDatabase.administer(FILL.formatted(organisation, ROWS));
    TestDatabase.administer("VACUUM ANALYZE audit_record");
  }

  @AfterAll
  static void gone() {
    TestDatabase.administer(
        "DELETE FROM audit_record WHERE organisation = '%s'".formatted(organisation));
  }

  @ParameterizedTest
  @CsvSource({
    "tool_3, , , , ,",
    "shown_4, , , , ,",
    "tool_3, ERROR, , , ,",
    "tool_4, , user-4, , ,",
    ", , user-7, , ,",
    ", , , connector-2, ,",
    ", , , , gateway-3,",
    ", , , , , tool.call",
  })
  void aPageOfManyReadsAFewTimesAsManyRows(
      String tool, String outcome, String actor, String connector, String gateway, String action)
      throws SQLException {
    Page page = read(filter(tool, outcome, actor, connector, gateway, action));

    assertThat(page.ids()).hasSize(PAGE).doesNotHaveDuplicates();
    assertThat(page.rows()).isBetween((long) PAGE, 10L * PAGE);
  }

  @Test
  void aRareActionIsNearHoweverOftenItIsAskedFor() throws SQLException {
    Filter filter = filter(null, null, null, null, null, "gateway.create");
    List<String> ids = List.of();
    long pages = 0;
    try (Connection connection = TestDatabase.application(organisation)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < OFTEN; i++) {
        long before = pagesRead(connection);
        ids = ids(connection, filter);
        pages = pagesRead(connection) - before;
      }
    }
    assertThat(ids).hasSize(RARE).doesNotHaveDuplicates();
    assertThat(pages).isBetween(1L, 2L * PAGE);
  }

  @Test
  void statisticsOfAToolReadNoRow() {
    // What somebody's snapshot does not see yet has to be looked up.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          TestDatabase.administer("VACUUM audit_record");
          assertThat(statistics(filter("shown_6", null, null, null, null, null)))
              .isEqualTo(new Counted(ROWS / 10, 0));
        });
  }

  private record Counted(long records, long rowsRead) {}

  private static Counted statistics(Filter filter) throws SQLException {
    try (Connection connection = TestDatabase.application(organisation)) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
              QuerySql.of(filter)
                  .and("phase <> 'ATTEMPT'")
                  .all(
                      connection,
                      "SELECT count(*), max(duration_micros)",
                      "outcome, duration_micros",
                      "");
          ResultSet row = statement.executeQuery()) {
        row.next();
        return new Counted(row.getLong(1), rowsRead(connection));
      }
    }
  }

  private record Page(List<String> ids, long rows) {}

  private static Page read(Filter filter) throws SQLException {
    try (Connection connection = TestDatabase.application(organisation)) {
      connection.setAutoCommit(false);
      return new Page(ids(connection, filter), rowsRead(connection));
    }
  }

  private static List<String> ids(Connection connection, Filter filter) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement statement =
            QuerySql.of(filter).page(connection, TrailReader.COLUMNS, TrailReader.NEWEST + PAGE);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(row.getString("id"));
      }
    }
    return ids;
  }

  /** In this transaction. */
  private static long rowsRead(Connection connection) throws SQLException {
    return Long.parseLong(
        TestDatabase.select(
                connection,
                "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_all_tables"
                    + " WHERE relname LIKE 'audit_record_2%'")
            .getFirst());
  }

  /** Of tables and indexes, on this connection, since a moment that the caller does not know. */
  private static long pagesRead(Connection connection) throws SQLException {
    return Long.parseLong(
        TestDatabase.select(
                connection,
                "SELECT sum(pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class"
                    + " WHERE relname LIKE 'audit_record_2%'")
            .getFirst());
  }

  private static Filter filter(
      String tool, String outcome, String actor, String connector, String gateway, String action) {
    return new Filter(
        organisation,
        null,
        action,
        tool,
        connector,
        gateway,
        actor,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        outcome == null ? null : Status.valueOf(outcome),
        null,
        null,
        null,
        FIRST,
        END);
  }
}
