package dev.gatehouse.registry.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What entries have in one field, as numbers of its values. */
final class FieldValues {
  private final String[] values;
  private final int[][] ofEntries;

  private FieldValues(String[] values, int[][] ofEntries) {
    this.values = values;
    this.ofEntries = ofEntries;
  }

  /** Which of the values are among some; none of them is an empty answer. */
  boolean[] among(Set<String> some) {
    boolean[] among = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      among[i] = some.contains(values[i]);
    }
    return among;
  }

  boolean hasAny(int entry, boolean[] among) {
    for (int value : ofEntries[entry]) {
      if (among[value]) {
        return true;
      }
    }
    return false;
  }

  /** Adds how many of some entries have each value. */
  void count(Postings entries, Map<String, Long> counts) {
    int[] found = new int[values.length];
    for (int i = 0; i < entries.size(); i++) {
      for (int value : ofEntries[entries.entry(i)]) {
        found[value]++;
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (found[i] > 0) {
        counts.merge(values[i], (long) found[i], Long::sum);
      }
    }
  }

  /** Values that are being collected; entries that have the same share one array. */
  static final class Collecting {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<List<String>, int[]> shared = new HashMap<>();
    private final List<int[]> ofEntries = new ArrayList<>();

    void add(List<String> values) {
      ofEntries.add(
          shared.computeIfAbsent(
              values,
              all ->
                  all.stream()
                      .mapToInt(value -> numbers.computeIfAbsent(value, _ -> numbers.size()))
                      .toArray()));
    }

    FieldValues values() {
      String[] values = new String[numbers.size()];
      numbers.forEach((value, number) -> values[number] = value);
      return new FieldValues(values, ofEntries.toArray(int[][]::new));
    }
  }
}
