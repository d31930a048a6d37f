package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Postings;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.search.SearchQuery.Clause;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a segment that have what a query asks for. */
final class Terms {
  private final Segment segment;
  private final SearchQuery query;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final SideBySide phrases;
  private @Nullable Postings all;
  private boolean complete = true;

  /** Keeps of some entries those in which words stand side by side. */
  @FunctionalInterface
  interface SideBySide {
    Postings keep(Postings entries, List<String> words) throws SQLException;
  }

  Terms(
      Segment segment, SearchQuery query, Lexicon lexicon, Synonyms synonyms, SideBySide phrases) {
    this.segment = segment;
    this.query = query;
    this.lexicon = lexicon;
    this.synonyms = synonyms;
    this.phrases = phrases;
  }

  /** Everything that the query asks for, but for what it excludes. */
  Postings all() throws SQLException {
    Postings known = all;
    if (known == null) {
      known = and(query.all(), false);
      all = known;
    }
    return known;
  }

  /** The same with each word as the beginning of one. */
  Postings beginnings() throws SQLException {
    return and(query.all(), true);
  }

  /** What a result must have: all but groups of words that nearly everything has. */
  Postings required(Predicate<String> optional) throws SQLException {
    List<List<Clause>> required = required(query, optional);
    return required.size() == query.all().size() ? all() : and(required, false);
  }

  /** Groups without those that may be missing; all, if there would be none. */
  static List<List<Clause>> required(SearchQuery query, Predicate<String> optional) {
    List<List<Clause>> required =
        query.all().stream()
            .filter(group ->
                !group.stream().allMatch(clause -> clause.words().stream().allMatch(optional)))
            .toList();
    return required.isEmpty() ? query.all() : required;
  }

  /** What must not be there, but for the phrases. */
  Postings none() throws SQLException {
    Postings none = Postings.NONE;
    for (Clause clause : query.none()) {
      Postings found = isPhrase(clause) ? null : clause(clause, false, true);
      none = found == null ? none : none.or(found);
    }
    return none;
  }

  /**
   * Those of some entries that have a phrase that must not be there.
   *
   * @param some no more than {@link Phrases#MOST}
   */
  Postings withExcludedPhrase(Postings some) throws SQLException {
    Postings with = Postings.NONE;
    for (Clause clause : query.none()) {
      Postings words = isPhrase(clause) ? words(clause, false, true) : null;
      Postings both = words == null ? Postings.NONE : some.and(words);
      with = both.size() == 0 ? with : with.or(phrases.keep(both, clause.words()));
    }
    return with;
  }

  /** Whether phrases were looked for in all entries that have their words. */
  boolean isComplete() {
    return complete;
  }

  private static boolean isPhrase(Clause clause) {
    return clause.phrase() && clause.words().size() > 1;
  }

  /** A word in one of its forms, or another word for it. */
  Postings word(String word) {
    Postings found = word(word, false, true);
    return found == null ? Postings.NONE : found;
  }

  private Postings and(List<List<Clause>> groups, boolean beginning) throws SQLException {
    List<Postings> all = groups(groups, beginning, false);
    if (all.isEmpty()) { // nothing but words that say nothing: they may be a name
      all = groups(groups, beginning, true);
    }
    all.sort(Comparator.comparingInt(Postings::size));
    Postings found = all.isEmpty() ? Postings.NONE : all.getFirst();
    for (int i = 1; i < all.size(); i++) {
      found = found.and(all.get(i));
    }
    String asOne = asOne(groups);
    Postings joined = asOne.isEmpty() ? null : word(asOne, beginning, true);
    return joined == null ? found : found.or(joined);
  }

  private List<Postings> groups(List<List<Clause>> groups, boolean beginning, boolean empty)
      throws SQLException {
    List<Postings> all = new ArrayList<>();
    for (List<Clause> group : groups) {
      Postings any = null;
      for (Clause clause : group) {
        Postings found = clause(clause, beginning, empty);
        any = any == null || found == null ? (any == null ? found : any) : any.or(found);
      }
      if (any != null) {
        all.add(any);
      }
    }
    return all;
  }

  /** Two or three words that people also write as one. */
  static String asOne(List<List<Clause>> groups) {
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

  /**
   * @param empty whether words that say nothing are looked for too
   * @return null if there is no word to look for
   */
  private @Nullable Postings clause(Clause clause, boolean beginning, boolean empty)
      throws SQLException {
    Postings found = words(clause, beginning, empty);
    if (found == null || !isPhrase(clause)) {
      return found;
    }
    complete &= found.size() <= Phrases.MOST;
    return phrases.keep(found.best(Phrases.MOST), clause.words());
  }

  private @Nullable Postings words(Clause clause, boolean beginning, boolean empty) {
    boolean phrase = isPhrase(clause);
    Postings found = null;
    for (String word : clause.words()) {
      Postings next = phrase ? plain(word, false, empty) : word(word, beginning, empty);
      found = found == null || next == null ? (found == null ? next : found) : found.and(next);
    }
    return found;
  }

  private @Nullable Postings word(String word, boolean beginning, boolean empty) {
    Postings found = plain(word, beginning, empty);
    for (List<String> other : synonyms.of(word)) {
      Postings all = null;
      for (String part : other) {
        Postings next = plain(part, false, true);
        all = all == null || next == null ? next : all.and(next);
      }
      if (all != null) {
        found = found == null ? all : found.or(all);
      }
    }
    return found;
  }

  private @Nullable Postings plain(String word, boolean beginning, boolean empty) {
    if (lexicon.saysNothing(word)) {
      return !empty ? null : beginning ? segment.beginning(word) : segment.word(word);
    }
    String lexeme = lexicon.lexeme(word);
    Postings found = beginning ? segment.beginning(lexeme) : segment.word(lexeme);
    return lexeme.equals(word)
        ? found
        : found.or(beginning ? segment.beginning(word) : segment.word(word));
  }
}
