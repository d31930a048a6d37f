package dev.gatehouse.gateway.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Tells whether a URI can have been made of a template (RFC 6570). Takes time in proportion to both
 * lengths, whatever they are: neither is ours.
 */
final class UriTemplate {
  private static final int MAX_URI = 8192;

  private final List<Piece> pieces = new ArrayList<>();
  private int literals;

  private sealed interface Piece {
    record Literal(String text) implements Piece {}

    /**
     * @param first what a value that is not empty starts with; 0 for anything
     * @param excluded characters that end the value
     */
    record Expression(char first, String excluded) implements Piece {}
  }

  UriTemplate(String template) {
    int from = 0;
    while (from < template.length()) {
      int open = template.indexOf('{', from);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        addLiteral(template.substring(from));
        return;
      }
      addLiteral(template.substring(from, open));
      pieces.add(expression(template.substring(open + 1, close)));
      from = close + 1;
    }
  }

  private void addLiteral(String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece.Literal(text));
      literals += text.length();
    }
  }

  private static Piece expression(String inside) {
    char operator = inside.isEmpty() ? 0 : inside.charAt(0);
    return switch (operator) {
      case '+' -> new Piece.Expression((char) 0, "");
      case '#' -> new Piece.Expression('#', "");
      case '.', '/', ';' -> new Piece.Expression(operator, "?#");
      case '?', '&' -> new Piece.Expression(operator, "#");
      default -> new Piece.Expression((char) 0, "/?#");
    };
  }

  /** How much of the template is fixed: of two that fit, the one with more is meant. */
  int literals() {
    return literals;
  }

  boolean matches(String uri) {
    if (uri.length() > MAX_URI) {
      return false;
    }
    BitSet ends = new BitSet(uri.length() + 1); // where what was matched so far may end
    ends.set(0);
    for (Piece piece : pieces) {
      ends =
          switch (piece) {
            case Piece.Literal(String text) -> afterLiteral(uri, ends, text);
            case Piece.Expression expression -> afterExpression(uri, ends, expression);
          };
    }
    return ends.get(uri.length());
  }

  private static BitSet afterLiteral(String uri, BitSet starts, String text) {
    BitSet ends = new BitSet();
    for (int start = starts.nextSetBit(0); start >= 0; start = starts.nextSetBit(start + 1)) {
      if (uri.startsWith(text, start)) {
        ends.set(start + text.length());
      }
    }
    return ends;
  }

  private static BitSet afterExpression(String uri, BitSet starts, Piece.Expression expression) {
    BitSet ends = (BitSet) starts.clone(); // an undefined variable leaves nothing
    int covered = -1;
    for (int start = starts.nextSetBit(0); start >= 0; start = starts.nextSetBit(start + 1)) {
      if (expression.first() != 0
          && (start >= uri.length() || uri.charAt(start) != expression.first())) {
        continue;
      }
      int at = Math.max(start, covered);
      while (at < uri.length() && expression.excluded().indexOf(uri.charAt(at)) < 0) {
        ends.set(++at);
      }
      covered = at;
    }
    return ends;
  }
}
