package dev.gatehouse.registry.search;

import dev.gatehouse.registry.search.SearchQuery.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes text for PostgreSQL's {@code to_tsquery}. Words are letters and digits only, so nothing in
 * them is an operator.
 */
final class TsQuery {
  /** How a word is meant: as it is, as a beginning, or in names, titles and tools. */
  static final String WHOLE = "";

  private static final String BEGINNING = ":*";
  private static final String TELLING = ":ABC";

  private final Synonyms synonyms;

  TsQuery(Synonyms synonyms) {
    this.synonyms = synonyms;
  }

  /** Everything that the query asks for, but for what it excludes. */
  String all(SearchQuery query) {
    return and(query, _ -> true, WHOLE);
  }

  /** The same in names, titles and tools. */
  String telling(SearchQuery query) {
    return and(query, _ -> true, TELLING);
  }

  /** The same with each word as the beginning of one. */
  String beginnings(SearchQuery query) {
    return and(query, _ -> true, BEGINNING);
  }

  /** What a result must have: all but groups of words that nearly everything has. */
  String required(SearchQuery query, Predicate<String> optional) {
    String required =
        and(
            query,
            group -> !group.stream().allMatch(clause -> clause.words().stream().allMatch(optional)),
            WHOLE);
    return required.isEmpty() ? all(query) : required;
  }

  /** Any of the words. */
  String any(List<String> words) {
    return words.stream().map(word -> word(word, WHOLE)).collect(Collectors.joining(" | "));
  }

  /** Any two of the words. */
  String pairs(List<String> words) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (int j = i + 1; j < words.size(); j++) {
        pairs.add("(" + word(words.get(i), WHOLE) + " & " + word(words.get(j), WHOLE) + ")");
      }
    }
    return String.join(" | ", pairs);
  }

  /** What must not be there; empty if nothing is excluded. */
  String none(SearchQuery query) {
    return query.none().stream()
        .map(clause -> clause(clause, WHOLE))
        .collect(Collectors.joining(" | "));
  }

  String word(String word, String how) {
    List<String> spellings = new ArrayList<>(List.of("'" + word + "'" + how));
    for (List<String> other : synonyms.of(word)) {
      spellings.add(
          other.stream()
              .map(part -> "'" + part + "'" + (how.equals(BEGINNING) ? "" : how))
              .collect(Collectors.joining(" & ", "(", ")")));
    }
    return spellings.size() == 1
        ? spellings.getFirst()
        : spellings.stream().collect(Collectors.joining(" | ", "(", ")"));
  }

  private String and(SearchQuery query, Predicate<List<Clause>> wanted, String how) {
    List<List<Clause>> groups = query.all().stream().filter(wanted).toList();
    String and =
        groups.stream()
            .map(group ->
                group.stream()
                    .map(clause -> clause(clause, how))
                    .collect(Collectors.joining(" | ", "(", ")")))
            .collect(Collectors.joining(" & "));
    String asOne = asOne(groups);
    return asOne.isEmpty() ? and : "(" + and + ") | '" + asOne + "'" + how;
  }

  /** Two or three words that people also write as one. */
  private static String asOne(List<List<Clause>> groups) {
    boolean plain =
        groups.size() > 1
            && groups.size() < 4
            && groups.stream().allMatch(group -> group.size() == 1 && !group.getFirst().phrase());
    return plain
        ? groups.stream()
            .flatMap(group -> group.getFirst().words().stream())
            .collect(Collectors.joining())
        : "";
  }

  private String clause(Clause clause, String how) {
    if (clause.phrase()) {
      return clause.words().stream()
          .map(word -> "'" + word + "'" + (how.equals(BEGINNING) ? "" : how))
          .collect(Collectors.joining(" <-> ", "(", ")"));
    }
    return clause.words().stream()
        .map(word -> word(word, how))
        .collect(Collectors.joining(" & ", "(", ")"));
  }
}
