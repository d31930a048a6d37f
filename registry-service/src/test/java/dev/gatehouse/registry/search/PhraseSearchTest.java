package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.source.StartCatalogue;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Search for words that stand together or are written as one, over the catalogue that is shipped.
 */
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
  void aTotalOfAPhraseThatWasNotLookedForEverywhereIsNotExact() throws SQLException {
    Index.readAnew();

    search("\"mcp server\"").body("metadata.totalIsExact", equalTo(false));
  }

  @Test
  void twoWordsAreOneTooBesideWordsThatNearlyAllHave() {
    String word = "zorb" + letters(Servers.namespace());
    String namespace = Servers.namespace();
    Servers.publicly(
        Servers.document(namespace + "/a", "1.0.0")
            .put("title", word + "painting")
            .put("description", "Other"));
    Index.refresh();

    search("mcp " + word + " paints namespace:" + namespace)
        .body("servers.server.name", equalTo(List.of(namespace + "/a")));
  }

  /** A word has a base form only if it has no digits. */
  private static String letters(String text) {
    return text.chars()
        .filter(Character::isLetterOrDigit)
        .map(c -> Character.isDigit(c) ? 'a' + c - '0' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .substring(4, 20);
  }

  private ValidatableResponse search(String query) {
    return organisation.request().queryParam("q", query).get("/api/mcp-registry/search").then();
  }
}
