package dev.gatehouse.registry.search;

/**
 * How many edits lead from a word to others: letters to add, remove, replace or swap with their
 * neighbour. For one thread.
 */
final class Edits {
  private final String word;

  // Edits from each beginning of this word to one of the other, and to the two before that one.
  private int[] row;
  private int[] above;
  private int[] twoAbove;

  Edits(String word) {
    this.word = word;
    row = new int[word.length() + 1];
    above = new int[word.length() + 1];
    twoAbove = new int[word.length() + 1];
  }

  /**
   * The edits that lead to a word.
   *
   * @param most where they are more, it is not found out how many
   * @return something above {@code most} if they are more
   */
  int to(String other, int most) {
    for (int j = 0; j <= word.length(); j++) {
      row[j] = j;
    }
    int leastBefore = 0;
    for (int i = 1; i <= other.length(); i++) {
      int[] free = twoAbove;
      twoAbove = above;
      above = row;
      row = free;
      int least = next(other, i);
      if (least > most && leastBefore > most) { // a swap looks back to the row before
        return most + 1;
      }
      leastBefore = least;
    }
    return row[word.length()];
  }

  /** Fills the next row; returns the least of it. */
  private int next(String other, int i) {
    char letter = other.charAt(i - 1);
    row[0] = i;
    int least = i;
    for (int j = 1; j <= word.length(); j++) {
      char own = word.charAt(j - 1);
      int edits =
          Math.min(Math.min(above[j], row[j - 1]) + 1, above[j - 1] + (own == letter ? 0 : 1));
      if (i > 1 && j > 1 && own == other.charAt(i - 2) && word.charAt(j - 2) == letter) {
        edits = Math.min(edits, twoAbove[j - 2] + 1);
      }
      row[j] = edits;
      least = Math.min(least, edits);
    }
    return least;
  }
}
