package dev.gatehouse.registry.search;

import java.util.Comparator;

/**
 * A server that was found.
 *
 * @param id of its latest version, in the table that {@code isPublic} tells
 * @param change the transaction that has changed it last
 */
record Found(String name, long id, long change, double score, boolean isPublic) {
  /** The best first, and of equal ones by name. */
  static final Comparator<Found> ORDER = Found::compare;

  private static int compare(Found left, Found right) {
    int byScore = Double.compare(right.score, left.score);
    return byScore == 0 ? left.name.compareTo(right.name) : byScore;
  }
}
