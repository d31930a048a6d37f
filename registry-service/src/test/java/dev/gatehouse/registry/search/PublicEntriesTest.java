package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.source.StartCatalogue;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a replica keeps the public servers. */
@RegistryTest
class PublicEntriesTest {
  @Inject AgroalDataSource dataSource;

  @BeforeEach
  void theStartCatalogue() {
    StartCatalogue.bring();
    Index.refresh();
  }

  @Test
  void whereThereAreTooManyThoseThatStandBestAreKept() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Segment all = EntryRows.all(connection, Long.MAX_VALUE);

      Segment some = EntryRows.all(connection, all.bytes() / 2);

      assertThat(some.size()).isPositive().isLessThan(all.size());
      assertThat(some.standing(some.size() - 1)).isGreaterThanOrEqualTo(all.standing(some.size()));
      assertThat(some.name(0)).isEqualTo(all.name(0));
    }
  }

  @Test
  void whatSeemsToHaveChangedForGoodIsNotReadAgainAndAgain() throws SQLException {
    try {
      aheadOfTheClock(1_000, "%"); // as rows are that come out of a dump of another PostgreSQL
      List<View> read = Index.refresh();

      assertThat(Index.refresh()).isSameAs(read);
    } finally {
      Index.readAnew();
    }
  }

  @Test
  void aChangeIsSeenWhoseTransactionIsOlderThanAnotherThatWasSeen() throws SQLException {
    String namespace = Servers.namespace();
    Servers.publicly(
        Servers.document(namespace + "/older", "1.0.0"),
        Servers.document(namespace + "/newer", "1.0.0"));
    try {
      aheadOfTheClock(1_000, namespace + "/older");
      aheadOfTheClock(1_000_000, namespace + "/newer");
      List<View> before = Index.refresh();

      aheadOfTheClock(2_000, namespace + "/older");

      assertThat(Index.refresh()).isNotSameAs(before);
    } finally {
      Index.readAnew();
    }
  }

  /** Has entries changed by a transaction that is yet to come. */
  private void aheadOfTheClock(int transactions, String name) throws SQLException {
    execute(
        """
        UPDATE public_entry
        SET changed = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + %d)::text::xid8
        WHERE name LIKE '%s'
        """
            .formatted(transactions, name));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
