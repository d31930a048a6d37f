package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Segment;
import java.util.List;

/**
 * How frequent words are among all public servers: a query is led by its rare words. What a single
 * organisation has does not count.
 */
record Frequencies(List<View> views, Lexicon lexicon) {
  /** Of all servers; what so many have does not have to match beside rarer words. */
  private static final double OPTIONAL = 0.05;

  private static final double RARE = 0.0005;

  /** A catalogue of fewer tells nothing of words. */
  private static final int FEW = 1_000;

  boolean isOptional(String word) {
    return of(word) >= OPTIONAL;
  }

  /** What share of the servers has a word, or a form of it; a small one for rare words. */
  double of(String word) {
    int with = 0;
    int all = 0;
    for (View view : views) {
      if (view.isPublic()) {
        Segment segment = view.segment();
        String lexeme = lexicon.lexeme(word);
        with += Math.max(segment.word(lexeme).size(), segment.word(word).size());
        all += segment.size();
      }
    }
    return Math.max(RARE, with / (double) Math.max(FEW, all));
  }

  /** What it tells of an entry that it has a word. */
  double weight(String word) {
    return -Math.log(of(word)) + 0.1;
  }
}
