package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.index.Field;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of public servers is kept in memory to be shown. */
@RegistryTest
class PublicServersTest {
  @Inject AgroalDataSource dataSource;
  @Inject PublicEntries publicEntries;
  @Inject PublicServers publicServers;
  @Inject OwnEntries ownEntries;
  @Inject Lexicon lexicon;
  @Inject Synonyms synonyms;
  @Inject Spelling spelling;
  private Organisation organisation;
  private String name;

  @BeforeEach
  void aServer() {
    organisation = Organisation.create();
    name = Servers.namespace() + "/shown";
    Servers.publicly(Servers.document(name, "1.0.0"));
    Index.refresh();
  }

  @Test
  void aSearchForWhatHasBeenShownNeedsNoDatabase() throws SQLException {
    SearchResults shown = search(dataSource);

    try (AgroalDataSource nowhere = nowhere()) {
      SearchResults again = search(nowhere);

      assertThat(again.hits()).isNotEmpty().isEqualTo(shown.hits());
    }
  }

  @Test
  void whatHasChangedIsReadAgain() throws SQLException {
    SearchResults before = search(dataSource);
    Servers.publicly(Servers.document(name, "1.0.0").put("description", "Another one"));
    Index.refresh();

    SearchResults after = search(dataSource);

    assertThat(before.hits().getFirst().server().texts().description())
        .isEqualTo("A server of a test");
    assertThat(after.hits().getFirst().server().texts().description()).isEqualTo("Another one");
  }

  @Test
  void anOrganisationsOwnServerIsNotThePublicOneOfTheSameNumber() throws SQLException {
    search(dataSource);
    Found shown = found();
    Found own = new Found(shown.name(), shown.id(), shown.change(), shown.score(), false);

    try (OnDemand database = new OnDemand(dataSource)) {
      assertThat(publicServers.of(database, List.of(shown))).hasSize(1);
      assertThat(publicServers.of(database, List.of(own))).isEmpty();
    }
  }

  private Found found() {
    View view =
        publicEntries.views().stream()
            .filter(one -> one.segment().entry(name) >= 0)
            .toList()
            .getLast();
    int entry = view.segment().entry(name);
    return new Found(name, view.segment().id(entry), view.segment().change(entry), 1, true);
  }

  private SearchResults search(AgroalDataSource from) {
    ServerSearch search =
        new ServerSearch(
            from, publicEntries, publicServers, ownEntries, lexicon, synonyms, spelling);
    String namespace = name.substring(0, name.indexOf('/'));
    SearchQuery query =
        QueryParser.parse("shown namespace:" + namespace, new EnumMap<>(Field.class));
    return search.search(organisation.id(), SearchRequest.of(query, "20", null, null));
  }

  private static AgroalDataSource nowhere() throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .acquisitionTimeout(Duration.ofMillis(200))
                    .connectionFactoryConfiguration(
                        factory -> factory.jdbcUrl("jdbc:postgresql://127.0.0.1:1/none"))));
  }
}
