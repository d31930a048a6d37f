package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Postings;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.search.SearchResults.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What a stage finds: the best of a page, and all for the counts. */
final class Findings {
  private static final int MAX_VALUES = 50;

  private record Matching(View view, Postings entries) {}

  private final Stage stage;
  private final int limit;
  private final @Nullable SearchCursor cursor;
  private final PriorityQueue<Found> best = new PriorityQueue<>(Found.ORDER.reversed());
  private final List<Matching> all = new ArrayList<>();
  private long total;
  private boolean complete = true;

  /**
   * @param limit how many are shown; one more is kept, to know whether there is a next page
   */
  Findings(Stage stage, int limit, @Nullable SearchCursor cursor) {
    this.stage = stage;
    this.limit = limit;
    this.cursor = cursor;
  }

  /** Keeps what matches for the counts. */
  void match(View view, Postings entries, boolean ranked) {
    all.add(new Matching(view, entries));
    total += entries.size();
    complete &= ranked;
  }

  /** Keeps an entry if it is on the page. */
  void offer(View view, int entry, double score) {
    if (best.size() > limit && score < best.element().score()) {
      return;
    }
    String name = view.segment().name(entry);
    if (cursor != null
        && (score > cursor.score()
            || score == cursor.score() && name.compareTo(cursor.name()) <= 0)) {
      return;
    }
    Segment segment = view.segment();
    best.add(new Found(name, segment.id(entry), segment.change(entry), score, view.isPublic()));
    if (best.size() > limit + 1) {
      best.remove();
    }
  }

  Stage stage() {
    return stage;
  }

  /** How many match in all. */
  long total() {
    return total;
  }

  /** Whether all that match are ranked. */
  boolean isComplete() {
    return complete;
  }

  boolean isLast() {
    return best.size() <= limit;
  }

  List<Found> page() {
    return best.stream().sorted(Found.ORDER).limit(limit).toList();
  }

  /** Where the page after one of the results begins. */
  SearchCursor after(Found last, SearchRequest request) {
    return new SearchCursor(
        SearchRequest.number(request.query()), stage, last.score(), last.name());
  }

  /** How many there are of each value, the most frequent ones. */
  Map<Field, List<Count>> facets() {
    Map<Field, List<Count>> facets = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      Map<String, Long> counts = new HashMap<>();
      all.forEach(one -> one.view.segment().count(field, one.entries, counts));
      facets.put(
          field,
          counts.entrySet().stream()
              .map(entry -> new Count(entry.getKey(), entry.getValue()))
              .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
              .limit(MAX_VALUES)
              .toList());
    }
    return facets;
  }
}
