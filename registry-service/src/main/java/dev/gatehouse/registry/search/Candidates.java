package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Postings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** Finds the entries of a view that a query may mean, at a stage. */
final class Candidates {
  /** Most that are taken by the beginnings of their names. */
  private static final int BY_NAME = 200;

  /** So many that have only some of the words are enough. */
  private static final int SOME = 4_000;

  private static final int MAX_RELAXED_WORDS = 8;
  private static final double TELLING = 0.2;

  private final View view;
  private final Terms terms;
  private final Frequencies frequencies;

  Candidates(View view, Terms terms, Frequencies frequencies) {
    this.view = view;
    this.terms = terms;
    this.frequencies = frequencies;
  }

  /** All that match, in no more than what the filters leave. */
  Postings matching(SearchQuery query, Stage stage) throws SQLException {
    Postings matching =
        terms
            .required(frequencies::isOptional)
            .or(view.segment().named(Ranking.key(query), query.name(), BY_NAME));
    if (stage != Stage.EXACT) {
      matching = matching.or(terms.beginnings());
    }
    if (stage == Stage.RELAXED) {
      matching = matching.or(some(telling(query)));
    }
    boolean narrowed = !query.filters().isEmpty() || !view.unlisted().isEmpty();
    return (narrowed ? matching.where(wanted(view, query.filters())) : matching)
        .without(terms.none());
  }

  /** The words that are not in nearly everything; all, if there are no others. */
  List<String> telling(SearchQuery query) {
    List<String> words = query.words();
    List<String> rare = words.stream().filter(word -> frequencies.of(word) < TELLING).toList();
    return (rare.isEmpty() ? words : rare).stream().limit(MAX_RELAXED_WORDS).toList();
  }

  /** What has one of the rare words, or two of the others. */
  private Postings some(List<String> words) {
    List<Postings> all = new ArrayList<>();
    words.forEach(word -> all.add(terms.word(word)));
    all.sort(Comparator.comparingInt(Postings::size));
    Postings some = Postings.NONE;
    List<Postings> frequent = new ArrayList<>();
    for (Postings next : all) {
      if (some.size() == 0 || some.size() + next.size() <= SOME) {
        some = some.or(next);
      } else {
        for (Postings other : frequent) {
          some = some.or(next.and(other));
        }
        frequent.add(next);
      }
    }
    return some;
  }

  /** What is visible and passes the filters; deleted ones only where their status is asked for. */
  static IntPredicate wanted(View view, Map<Field, Set<String>> filters) {
    BitSet not = filters.containsKey(Field.STATUS) ? view.hidden() : view.unlisted();
    IntPredicate visible = entry -> !not.get(entry);
    return filters.isEmpty() ? visible : visible.and(view.segment().having(filters));
  }
}
