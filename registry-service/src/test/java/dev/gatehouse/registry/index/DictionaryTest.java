package dev.gatehouse.registry.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DictionaryTest {
  private static final int ENTRIES = 50;

  @Property
  void wordsThatBeginAlikeAreJoinedTheSameHoweverManyEntriesTheyHave(
      @ForAll @Size(min = 2, max = 6)
          List<@Size(max = 20) Set<@IntRange(max = ENTRIES - 1) Integer>> words) {
    Map<String, Postings.Filling> found = new HashMap<>();
    Map<Integer, Integer> expected = new TreeMap<>();
    int all = 0;
    for (int word = 0; word < words.size(); word++) {
      Postings.Filling filling = new Postings.Filling(2);
      for (int entry : words.get(word).stream().sorted().toList()) {
        int rank = 1 + (entry * 7 + word * 101) % 255;
        filling.add(entry, rank);
        expected.merge(entry, rank, Math::max);
        all++;
      }
      found.put("word" + word, filling);
    }

    Dictionary dictionary = new Dictionary(found);

    assertThat(ranks(dictionary.few(0, words.size(), all))).isEqualTo(expected);
    assertThat(ranks(dictionary.many(0, words.size(), ENTRIES))).isEqualTo(expected);
  }

  private static Map<Integer, Integer> ranks(Postings postings) {
    Map<Integer, Integer> ranks = new TreeMap<>();
    for (int i = 0; i < postings.size(); i++) {
      ranks.put(postings.entry(i), postings.rank(i));
    }
    return ranks;
  }
}
