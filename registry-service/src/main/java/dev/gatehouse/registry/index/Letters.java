package dev.gatehouse.registry.index;

/**
 * Which letters a word has, as a set of bits: words that have too many others need no comparing.
 */
final class Letters {
  private Letters() {}

  static long of(String word) {
    long letters = 0;
    for (int i = 0; i < word.length(); i++) {
      letters |= 1L << word.charAt(i);
    }
    return letters;
  }

  /**
   * Whether so many edits may lead from the one to the other: an edit changes two letters at most.
   */
  static boolean mayBe(long one, long other, int edits) {
    return Long.bitCount(one ^ other) <= 2 * edits;
  }
}
