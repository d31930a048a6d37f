package dev.gatehouse.registry.index;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A text of each entry, in the order of the texts. */
final class SortedKeys {
  private final String[] keys;
  private final int[] order;

  /** Of each entry, its place in the order. */
  private final int[] places;

  /** Texts by entry; of equal ones the entry with the lower number is first. */
  SortedKeys(String[] keys) {
    this.keys = keys;
    this.order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> keys[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
  }

  int size() {
    return order.length;
  }

  /** Entry at a place of the order. */
  int entry(int place) {
    return order[place];
  }

  /** First place with a text that is not before another. */
  int from(String text) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[order[middle]].compareTo(text) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first entries whose text begins so. */
  int[] beginning(String beginning, int atMost) {
    int from = from(beginning);
    int to = from;
    while (to < order.length && to - from < atMost && keys[order[to]].startsWith(beginning)) {
      to++;
    }
    return Arrays.copyOfRange(order, from, to);
  }

  /** Tells the entries whose text begins so, by their places: no text is looked at. */
  IntPredicate beginning(String beginning) {
    int from = from(beginning);
    int low = from;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[order[middle]].startsWith(beginning)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int to = low;
    return entry -> places[entry] >= from && places[entry] < to;
  }
}
