package dev.gatehouse.registry.tool;

import java.util.ArrayList;
import java.util.List;

/**
 * Two texts line by line, by a longest common subsequence. Texts of more than {@link #MAX_LINES}
 * lines are shown as replaced as a whole.
 */
final class LineDifference {
  static final int MAX_LINES = 500;

  private LineDifference() {}

  /** What becomes of a line. */
  enum Mark {
    SAME,
    REMOVED,
    ADDED
  }

  record Line(Mark mark, String text) {}

  static List<Line> of(String before, String after) {
    List<String> old = before.isEmpty() ? List.of() : before.lines().toList();
    List<String> fresh = after.isEmpty() ? List.of() : after.lines().toList();
    if (old.size() > MAX_LINES || fresh.size() > MAX_LINES) {
      List<Line> all = new ArrayList<>();
      old.forEach(text -> all.add(new Line(Mark.REMOVED, text)));
      fresh.forEach(text -> all.add(new Line(Mark.ADDED, text)));
      return all;
    }
    return walk(old, fresh, common(old, fresh));
  }

  /** How long the common subsequence of the rests is that begin at i and j. */
  private static int[][] common(List<String> old, List<String> fresh) {
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static List<Line> walk(List<String> old, List<String> fresh, int[][] common) {
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        lines.add(new Line(Mark.SAME, old.get(i++)));
        j++;
      } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Mark.REMOVED, old.get(i++)));
      } else {
        lines.add(new Line(Mark.ADDED, fresh.get(j++)));
      }
    }
    return lines;
  }
}
