package dev.gatehouse.registry.index;

/**
 * Reads PostgreSQL's text form of a {@code tsvector}, such as {@code 'backup':3B,7 'postgr':1A}. Of
 * each lexeme it tells how much it says of the text: what {@code ts_rank} makes of its places with
 * the weights 1.0, 0.9, 0.5 and 0.1, as 1 to 255.
 */
final class TextVector {
  /** From these on a lexeme is in a tool's name, and in the name or title. */
  static final int TOLD = 51;

  static final int NAMED = 135;

  // Sum of 1/i² over all i.
  private static final double MOST = Math.PI * Math.PI / 6;

  /** Takes a lexeme. */
  @FunctionalInterface
  interface Taker {
    void take(String lexeme, int rank);
  }

  private final String text;
  private int at;

  private TextVector(String text) {
    this.text = text;
  }

  static void read(String text, Taker taker) {
    TextVector vector = new TextVector(text);
    while (vector.at < text.length()) {
      vector.next(taker);
    }
  }

  private void next(Taker taker) {
    String lexeme = lexeme();
    double sum = 0;
    double most = -1;
    double share = 1;
    for (int place = 1; at < text.length() && text.charAt(at) != ' '; place++) {
      double weight = weight();
      sum += weight / ((double) place * place);
      if (weight > most) {
        most = weight;
        share = (double) place * place;
      }
    }
    at++; // the blank
    double rank = most < 0 ? 0 : (most + sum - most / share) / MOST;
    taker.take(lexeme, Math.clamp(Math.round(rank * 255), 1, 255));
  }

  private String lexeme() {
    int from = ++at;
    boolean plain = true;
    while (text.charAt(at) != '\'' || at + 1 < text.length() && text.charAt(at + 1) == '\'') {
      boolean escaped = text.charAt(at) == '\'' || text.charAt(at) == '\\';
      plain &= !escaped;
      at += escaped ? 2 : 1;
    }
    String lexeme = text.substring(from, at++);
    return plain ? lexeme : lexeme.replace("''", "'").replace("\\\\", "\\");
  }

  /** Of one place: after a colon or comma a number, and a letter unless it is D. */
  private double weight() {
    at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    double weight =
        switch (at < text.length() ? text.charAt(at) : ' ') {
          case 'A' -> 1.0;
          case 'B' -> 0.9;
          case 'C' -> 0.5;
          default -> 0.1;
        };
    at += weight > 0.1 ? 1 : 0;
    return weight;
  }
}
