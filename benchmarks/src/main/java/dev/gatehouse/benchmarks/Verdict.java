package dev.gatehouse.benchmarks;

/**
 * A figure against what is asked of it: less is better.
 *
 * @param pass the most that passes
 * @param aim the most that is as good as wanted
 */
record Verdict(String what, double figure, double pass, double aim) {
  static final String HEADER =
      """
      | what | figure | pass | aim | |
      |---|---|---|---|---|\
      """;

  String row() {
    String word = figure <= aim ? "aim reached" : figure <= pass ? "pass" : "**missed**";
    return "| %s | %.2f | ≤ %.2f | ≤ %.2f | %s |".formatted(what, figure, pass, aim, word);
  }
}
