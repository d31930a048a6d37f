package dev.gatehouse.registry.search;

import java.util.Comparator;

/**
 * A server that was found.
 *
 * @param id of its latest version, in the table that {@code isPublic} tells
 * @param change the transaction that has changed it last
 */
record Found(String name, long id, long change, double score, boolean isPublic) {
  static final Comparator<Found> ORDER =
      Comparator.comparingDouble(Found::score).reversed().thenComparing(Found::name);
}
