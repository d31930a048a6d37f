package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Postings;
import dev.gatehouse.registry.index.Postings.Where;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.server.SearchText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What entries are worth to a query: tens by where it is found (name, beginning of the name or
 * title, words of the name, tools, any text), units by how much its words say of the entry,
 * fractions by what the entry tells.
 */
final class Ranking {
  private static final double RANK = 8;
  private static final double STANDING = 0.05;

  private final Segment segment;
  private final SearchQuery query;
  private final Terms terms;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final String key;
  private final String joined;
  private final IntPredicate begins;
  private final int exact;

  Ranking(Segment segment, SearchQuery query, Terms terms, Lexicon lexicon, Synonyms synonyms) {
    this.segment = segment;
    this.query = query;
    this.terms = terms;
    this.lexicon = lexicon;
    this.synonyms = synonyms;
    this.key = key(query);
    this.joined = "/" + String.join("-", query.words());
    this.begins = segment.beginningWith(key);
    this.exact = query.name().isEmpty() ? -1 : segment.entry(query.name());
  }

  /** What the query is about, as names are kept. */
  static String key(SearchQuery query) {
    return SearchText.key(String.join(" ", query.words()));
  }

  /**
   * The scores of entries.
   *
   * @param all those that have everything the query asks for
   * @param share what an entry is worth that has only some of it, by its place among the entries
   */
  double[] scores(Postings entries, Postings all, double[] share) {
    double[] scores = share.clone();
    all.visit(entries, (i, where, _) -> scores[i] = worth(where));
    for (int i = 0; i < entries.size(); i++) {
      double named = named(entries.entry(i));
      scores[i] = (named > 0 ? named : scores[i]) + STANDING * segment.standing(entries.entry(i));
    }
    Set<String> lexemes = lexemes();
    for (String lexeme : lexemes) {
      segment
          .word(lexeme)
          .visit(entries, (i, _, rank) -> scores[i] += RANK * rank / lexemes.size());
    }
    return scores;
  }

  /** How many of the words there are, rare ones counting for more; in all, as much as none. */
  double[] share(Postings entries, List<String> words, Frequencies frequencies) {
    double[] share = new double[entries.size()];
    Arrays.fill(share, -12);
    double whole = words.stream().mapToDouble(frequencies::weight).sum();
    for (String word : words) {
      double part = 12 * frequencies.weight(word) / whole;
      terms.word(word).visit(entries, (i, _, _) -> share[i] += part);
    }
    return share;
  }

  private static double worth(Where where) {
    return switch (where) {
      case NAME -> 30;
      case TOOL -> 20;
      case TEXT -> 10;
    };
  }

  /**
   * By its name or title as a whole; 0 if they do not begin with what is asked for. Few do: of the
   * others not even the names are looked at.
   */
  private double named(int entry) {
    if (entry == exact) {
      return 60;
    }
    if (!begins.test(entry)) {
      return 0;
    }
    if (segment.name(entry).endsWith(joined)) {
      return 55;
    }
    String nameKey = segment.nameKey(entry);
    String titleKey = segment.titleKey(entry);
    if (nameKey.equals(key) || titleKey.equals(key)) {
      return 50;
    }
    return beginsWithWord(nameKey) || beginsWithWord(titleKey) ? 45 : 40;
  }

  private boolean beginsWithWord(String text) {
    return text.length() > key.length() && text.startsWith(key) && text.charAt(key.length()) == ' ';
  }

  /** Base forms of the words and of other words for them. */
  private Set<String> lexemes() {
    Set<String> lexemes = new LinkedHashSet<>();
    for (String word : query.words()) {
      lexemes.add(lexicon.lexeme(word));
      synonyms.of(word).forEach(other -> other.forEach(part -> lexemes.add(lexicon.lexeme(part))));
    }
    lexemes.remove("");
    return lexemes;
  }
}
