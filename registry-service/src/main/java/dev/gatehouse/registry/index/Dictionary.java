package dev.gatehouse.registry.index;

import java.util.Arrays;
import java.util.Map;

/** The words of a segment in their order, each with the entries that have it. */
final class Dictionary {
  /** So many words that begin alike are looked through. */
  private static final int MOST_BEGINNINGS = 4_000;

  private final String[] words;
  private final Postings[] postings;
  private final int[] named;

  /** Takes the words out of what was found, so that it does not have to be in memory twice. */
  Dictionary(Map<String, Postings.Filling> found) {
    words = found.keySet().stream().sorted().toArray(String[]::new);
    postings = new Postings[words.length];
    named = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      Postings.Filling filling = found.remove(words[i]);
      postings[i] = filling == null ? Postings.NONE : filling.trimmed();
      for (int j = 0; j < postings[i].size(); j++) {
        named[i] += postings[i].where(j) == Postings.Where.NAME ? 1 : 0;
      }
    }
  }

  Postings word(String word) {
    int at = Arrays.binarySearch(words, word);
    return at < 0 ? Postings.NONE : postings[at];
  }

  /** Entries with a word that begins so; {@code size} is the number of entries of the segment. */
  Postings beginning(String beginning, int size) {
    int from = first(beginning);
    int to = from;
    while (to < words.length && to - from < MOST_BEGINNINGS && words[to].startsWith(beginning)) {
      to++;
    }
    if (to - from <= 1) {
      return to == from ? Postings.NONE : postings[from];
    }
    byte[] best = new byte[size];
    int count = 0;
    for (int word = from; word < to; word++) {
      Postings with = postings[word];
      for (int i = 0; i < with.size(); i++) {
        int entry = with.entry(i);
        count += best[entry] == 0 ? 1 : 0;
        best[entry] = (byte) Math.max(best[entry] & 0xff, with.rank(i));
      }
    }
    Postings.Filling any = new Postings.Filling(count);
    for (int entry = 0; entry < size; entry++) {
      if (best[entry] != 0) {
        any.add(entry, best[entry] & 0xff);
      }
    }
    return any.postings();
  }

  /** Whether a name or title has a word that begins so. */
  boolean beginsName(String beginning) {
    for (int i = first(beginning); i < words.length && words[i].startsWith(beginning); i++) {
      if (named[i] > 0) {
        return true;
      }
    }
    return false;
  }

  /** Shows the words of names and titles, with how many entries have each there. */
  void names(Segment.Names names) {
    for (int i = 0; i < words.length; i++) {
      if (named[i] > 0) {
        names.see(words[i], named[i]);
      }
    }
  }

  private int first(String beginning) {
    int at = Arrays.binarySearch(words, beginning);
    return at < 0 ? -at - 1 : at;
  }
}
