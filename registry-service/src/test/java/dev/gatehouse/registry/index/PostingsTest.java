package dev.gatehouse.registry.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PostingsTest {

  @Property
  void eitherHasAllOfBothWithTheBetterRankHoweverManyThereAre(
      @ForAll @Size(max = 200) Set<@IntRange(max = 300) Integer> left,
      @ForAll @Size(max = 10) Set<@IntRange(max = 300) Integer> right) {
    Map<Integer, Integer> both = new TreeMap<>(ranked(left, 40));
    ranked(right, 60).forEach((entry, rank) -> both.merge(entry, rank, Math::max));

    assertThat(ranks(postings(ranked(left, 40)).or(postings(ranked(right, 60))))).isEqualTo(both);
    assertThat(ranks(postings(ranked(right, 60)).or(postings(ranked(left, 40))))).isEqualTo(both);
  }

  @Property
  void theBestAreAsManyAsAreAskedForAndThoseInNamesAreAmongThem(
      @ForAll @Size(max = 50) Set<@IntRange(max = 300) Integer> entries,
      @ForAll @IntRange(max = 60) int atMost) {
    Postings all = postings(ranked(entries, 250));

    Postings best = all.best(atMost);

    assertThat(best.size()).isEqualTo(Math.min(atMost, all.size()));
    assertThat(named(best)).isEqualTo(Math.min(named(all), best.size()));
  }

  /** Each third of them has the most, the others little. */
  private static Map<Integer, Integer> ranked(Set<Integer> entries, int most) {
    Map<Integer, Integer> ranked = new TreeMap<>();
    entries.forEach(entry -> ranked.put(entry, entry % 3 == 0 ? most : 1 + entry % 30));
    return ranked;
  }

  private static Postings postings(Map<Integer, Integer> ranks) {
    Postings.Filling filling = new Postings.Filling(2);
    ranks.forEach(filling::add);
    return filling.postings();
  }

  private static Map<Integer, Integer> ranks(Postings postings) {
    Map<Integer, Integer> ranks = new TreeMap<>();
    for (int i = 0; i < postings.size(); i++) {
      ranks.put(postings.entry(i), postings.rank(i));
    }
    return ranks;
  }

  private static long named(Postings postings) {
    return ranks(postings).values().stream().filter(rank -> rank >= TextVector.NAMED).count();
  }
}
