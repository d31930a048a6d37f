package dev.gatehouse.registry.index;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** The words of a segment in their order, each with the entries that have it. */
final class Dictionary {
  /** So many words that begin alike are looked through. */
  private static final int MOST_BEGINNINGS = 4_000;

  /** So few entries are sorted; of more, each has its place among all. */
  private static final int FEW = 4_000;

  private final String[] words;
  private final Postings[] postings;
  private final int[] named;

  /** The words of names and titles by their place, and the letters of each: see {@link Letters}. */
  private final int[] names;

  private final long[] letters;

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
    names = IntStream.range(0, words.length).filter(i -> named[i] > 0).toArray();
    letters = Arrays.stream(names).mapToLong(i -> Letters.of(words[i])).toArray();
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
    long all = 0;
    for (int word = from; word < to; word++) {
      all += postings[word].size();
    }
    return all <= FEW ? few(from, to, (int) all) : many(from, to, size);
  }

  /** Sorted by entry, and of the same entry by rank. */
  Postings few(int from, int to, int all) {
    long[] found = new long[all];
    int at = 0;
    for (int word = from; word < to; word++) {
      Postings with = postings[word];
      for (int i = 0; i < with.size(); i++) {
        found[at++] = (long) with.entry(i) << 8 | with.rank(i);
      }
    }
    Arrays.sort(found);
    Postings.Filling any = new Postings.Filling(all);
    for (int i = 0; i < all; i++) {
      if (i + 1 == all || found[i] >> 8 != found[i + 1] >> 8) {
        any.add((int) (found[i] >> 8), (int) found[i] & 0xff);
      }
    }
    return any.postings();
  }

  Postings many(int from, int to, int size) {
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

  /** Shows words of names and titles that resemble one, with how many entries have each there. */
  void resembling(String word, int edits, Segment.Names seen) {
    long wanted = Letters.of(word);
    for (int i = 0; i < names.length; i++) {
      if (Letters.mayBe(wanted, letters[i], edits)
          && Math.abs(words[names[i]].length() - word.length()) <= edits) {
        seen.see(words[names[i]], named[names[i]]);
      }
    }
  }

  private int first(String beginning) {
    int at = Arrays.binarySearch(words, beginning);
    return at < 0 ? -at - 1 : at;
  }
}
