package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.source.StartCatalogue;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
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
}
