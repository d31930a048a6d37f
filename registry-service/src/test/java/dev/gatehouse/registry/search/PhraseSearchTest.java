package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.source.StartCatalogue;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search for words that stand together, over the catalogue that is shipped. */
@RegistryTest
class PhraseSearchTest {
  private Organisation organisation;

  @BeforeEach
  void theStartCatalogue() {
    StartCatalogue.bring();
    Index.refresh();
    organisation = Organisation.create();
  }

  @Test
  void aPhraseIsMoreThanItsWords() {
    int phrase = search("\"home assistant\"").extract().path("metadata.total");
    int words = search("home assistant").extract().path("metadata.total");

    assertThat(phrase).isPositive().isLessThanOrEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"weather", "data", "search"})
  void aPhraseIsExcludedHoweverManyHaveItsWords(String word) {
    List<String> descriptions =
        search(word + " -\"mcp server\"").extract().path("servers.server.description");

    assertThat(descriptions)
        .isNotEmpty()
        .noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("mcp server"));
  }

  @Test
  void aTotalOfAPhraseThatWasNotLookedForEverywhereIsNotExact() {
    search("\"mcp server\"").body("metadata.totalIsExact", equalTo(false));
  }

  private ValidatableResponse search(String query) {
    return organisation.request().queryParam("q", query).get("/api/mcp-registry/search").then();
  }
}
