package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody searches for.
 *
 * @param all groups that must all match; of each group, one alternative
 * @param none what must not match
 * @param filters values by field, any of which will do
 * @param name the name of a server, if the query is one, else empty
 */
record SearchQuery(
    List<List<Clause>> all, List<Clause> none, Map<Field, Set<String>> filters, String name) {

  /**
   * Words in a row, or a single one.
   *
   * @param words in lower case, letters and digits only
   * @param phrase whether they must stand side by side
   */
  record Clause(List<String> words, boolean phrase) {}

  boolean hasWords() {
    return !all.isEmpty();
  }

  /** Whether words have to stand side by side. */
  boolean hasPhrases() {
    return all.stream()
        .flatMap(List::stream)
        .anyMatch(clause -> clause.phrase() && clause.words().size() > 1);
  }

  /** Every word that is looked for, in the order of the query. */
  List<String> words() {
    Set<String> words = new LinkedHashSet<>();
    for (List<Clause> group : all) {
      for (Clause clause : group) {
        words.addAll(clause.words());
      }
    }
    return List.copyOf(words);
  }

  /** This query with other words in place of some. */
  SearchQuery replacing(Map<String, String> words) {
    if (words.isEmpty()) {
      return this;
    }
    return new SearchQuery(
        all.stream()
            .map(group ->
                group.stream()
                    .map(clause ->
                        new Clause(
                            clause.words().stream()
                                .map(word -> words.getOrDefault(word, word))
                                .toList(),
                            clause.phrase()))
                    .toList())
            .toList(),
        none,
        filters,
        name);
  }
}
