package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Segment;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the word that was meant by one that no server has: among the words of names and titles, the
 * nearest, and of several as near the most frequent.
 */
@Singleton
class Spelling {
  private static final int MAX_CORRECTED = 4;
  private static final int LONGEST = 40;

  /** Words further away than one letter must have this much in common: see {@link #similarity}. */
  private static final double ALIKE = 0.3;

  private final Lexicon lexicon;
  private final Synonyms synonyms;

  Spelling(Lexicon lexicon, Synonyms synonyms) {
    this.lexicon = lexicon;
    this.synonyms = synonyms;
  }

  /** Corrections by word; none for words that are known and for those that resemble no other. */
  Map<String, String> corrections(List<View> views, List<String> words) {
    Map<String, String> corrections = new LinkedHashMap<>();
    for (String word : words) {
      if (word.length() >= 3
          && word.length() <= LONGEST
          && corrections.size() < MAX_CORRECTED
          && !isKnown(views, word)) {
        String nearest = nearest(views, word);
        if (nearest != null) {
          corrections.put(word, nearest);
        }
      }
    }
    return corrections;
  }

  /** A word is known too if it is the beginning of one, stands in any text, or says nothing. */
  private boolean isKnown(List<View> views, String word) {
    return lexicon.saysNothing(word)
        || !synonyms.of(word).isEmpty()
        || views.stream()
            .map(View::segment)
            .anyMatch(segment ->
                segment.beginsName(word) || segment.word(lexicon.lexeme(word)).size() > 0);
  }

  private static @Nullable String nearest(List<View> views, String word) {
    Nearest nearest = new Nearest(word);
    for (View view : views) {
      view.segment().resembling(word, nearest.distance, nearest);
    }
    return nearest.word;
  }

  /** The nearest of the words that it has seen. */
  private static final class Nearest implements Segment.Names {
    private final String meant;
    private final Edits edits;
    private int distance;
    private int entries;
    private @Nullable String word;

    Nearest(String meant) {
      this.meant = meant;
      this.edits = new Edits(meant);
      this.distance = meant.length() < 5 ? 1 : meant.length() < 9 ? 2 : 3;
    }

    @Override
    public void see(String other, int many) {
      if (other.length() < 3 || other.length() > LONGEST) {
        return;
      }
      int away = edits.to(other, distance);
      boolean better =
          away < distance
              || away == distance
                  && (word == null
                      || many > entries
                      || many == entries && other.compareTo(word) < 0);
      if (better && (away <= 1 || similarity(meant, other) >= ALIKE)) {
        distance = away;
        entries = many;
        word = other;
      }
    }
  }

  /** Of the runs of three letters that either has, the share that both have. */
  private static double similarity(String left, String right) {
    Set<String> either = trigrams(left);
    Set<String> both = trigrams(right);
    int sum = either.size() + both.size();
    both.retainAll(either);
    return both.size() / (double) (sum - both.size());
  }

  private static Set<String> trigrams(String word) {
    String padded = "  " + word + " ";
    Set<String> trigrams = new HashSet<>();
    for (int i = 0; i + 3 <= padded.length(); i++) {
      trigrams.add(padded.substring(i, i + 3));
    }
    return trigrams;
  }
}
