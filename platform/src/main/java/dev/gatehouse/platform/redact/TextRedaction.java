package dev.gatehouse.platform.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Takes secrets out of one text in one pass: values beside a secret name ({@code password=…},
 * {@code "token": "…"}, headers, parameters of URLs), what stands before the {@code @} of a URL's
 * host, words that look like tokens, card numbers and private keys.
 */
public final class TextRedaction {
  /** Stands where a secret stood. */
  public static final String MARK = "[redacted]";

  private static final Set<String> SCHEMES =
      Set.of("bearer", "basic", "token", "digest", "negotiate", "apikey", "dpop");
  private static final boolean[] WORD = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      WORD[c] = Character.isLetterOrDigit(c) || "_-.+/~".indexOf(c) >= 0;
    }
  }

  private static final String PEM = "-----BEGIN";
  private static final String KEY = "PRIVATE KEY";

  private final String text;
  private final SecretNames names;
  private final StringBuilder out = new StringBuilder();
  private int copied;
  private int found;

  private TextRedaction(String text, SecretNames names) {
    this.text = text;
    this.names = names;
  }

  /**
   * @param found how many secrets were taken out
   */
  public record Redacted(String text, int found) {}

  public static Redacted of(String text, SecretNames names) {
    TextRedaction redaction = new TextRedaction(text, names);
    redaction.scan();
    return redaction.found == 0
        ? new Redacted(text, 0)
        : new Redacted(
            redaction.out.append(text, redaction.copied, text.length()).toString(),
            redaction.found);
  }

  private void scan() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (word(c)) {
        at = onWord(at, wordEnd(at));
      } else if (c == ':' && text.startsWith("://", at)) {
        at = onAuthority(at + 3);
      } else {
        at++;
      }
    }
  }

  /** Returns where to go on. */
  private int onWord(int start, int end) {
    int value = mayBeName(end) ? valueAfter(end) : -1;
    if (value >= 0 && end - start <= 64 && secretName(start, end)) {
      int valueEnd = valueEnd(start, end, value);
      if (valueEnd > value) {
        take(value, valueEnd);
        return valueEnd;
      }
    }
    if (end + 1 < text.length() && text.charAt(end) == ' ' && scheme(start, end)) {
      int next = tokenEnd(end + 1);
      if (next - end - 1 >= 8 && !plainWord(end + 1, next)) {
        take(end + 1, next);
        return next;
      }
    }
    char first = text.charAt(start);
    if (first == '-' && text.startsWith(PEM, start)) {
      return onPem(start, end);
    }
    int card = digit(first) && end - start >= 4 ? cardEnd(start, end) : start;
    if (card > start) {
      take(start, card);
      return card;
    }
    if (!TokenShape.secret(text, start, end)) {
      return end;
    }
    int padded = end;
    while (padded < text.length() && text.charAt(padded) == '=') {
      padded++;
    }
    take(start, padded);
    return padded;
  }

  /** Most words are followed by a blank and a letter. */
  private boolean mayBeName(int end) {
    if (end >= text.length()) {
      return false;
    }
    return switch (text.charAt(end)) {
      case ':', '=', '\\', '"', '\'', '`' -> true;
      case ' ' -> end + 1 < text.length() && !word(text.charAt(end + 1));
      default -> false;
    };
  }

  private boolean secretName(int start, int end) {
    String name = text.substring(start, end);
    if (names.secret(name)) {
      return true;
    }
    boolean inQuery = start > 0 && (text.charAt(start - 1) == '?' || text.charAt(start - 1) == '&');
    return inQuery && SecretNames.secretInQuery(name);
  }

  /** Where the value begins if the word before is a name; -1 if it is none. */
  private int valueAfter(int end) {
    int at = skip(end, "\\\"'` ", 6);
    if (at >= text.length() || (text.charAt(at) != ':' && text.charAt(at) != '=')) {
      return -1;
    }
    return skip(at + 1, "=>: ", 8);
  }

  private int valueEnd(int nameStart, int nameEnd, int value) {
    int at = value;
    boolean escaped = false;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
      escaped = true;
    }
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return quotedEnd(at + 1, text.charAt(at), escaped);
    }
    String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (name.endsWith("cookie")) {
      return lineEnd(value);
    }
    int end = tokenEnd(value);
    while (end < text.length()
        && text.charAt(end) == ' '
        && SCHEMES.contains(text.substring(value, end).toLowerCase(Locale.ROOT))) {
      end = tokenEnd(end + 1);
    }
    return end;
  }

  private int quotedEnd(int from, char quote, boolean escaped) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && !escaped) {
        i++;
      } else if (c == quote) {
        return escaped && text.charAt(i - 1) == '\\' ? i - 1 : i + 1;
      }
    }
    return text.length();
  }

  private int onAuthority(int start) {
    int at = -1;
    int end = start;
    while (end < text.length() && "/?#\"'<> \t\r\n\\".indexOf(text.charAt(end)) < 0) {
      if (text.charAt(end) == '@') {
        at = end;
      }
      end++;
    }
    if (at > start) {
      take(start, at);
      return at;
    }
    return start;
  }

  private int onPem(int start, int end) {
    int near = Math.min(text.length(), end + 24 + KEY.length());
    if (text.indexOf(KEY, start, near) < 0) {
      return end;
    }
    int close = text.indexOf("-----END", end);
    int dashes = close < 0 ? -1 : text.indexOf("-----", close + 8);
    int last = dashes < 0 ? text.length() : dashes + 5;
    take(start, last);
    return last;
  }

  /** Groups of digits with a blank or dash between, as cards show them; {@code start} if none. */
  private int cardEnd(int start, int end) {
    StringBuilder digits = new StringBuilder(20);
    int at = start;
    while (at < text.length() && digits.length() < 20) {
      char c = text.charAt(at);
      if (digit(c)) {
        digits.append(c);
      } else if ((c != ' ' && c != '-') || at + 1 >= text.length() || !digit(text.charAt(at + 1))) {
        break;
      }
      at++;
    }
    return at >= end && TokenShape.card(digits) ? at : start;
  }

  private boolean scheme(int start, int end) {
    int length = end - start;
    return length >= 4
        && length <= 9
        && "bBtTdDnNaA".indexOf(text.charAt(start)) >= 0
        && SCHEMES.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
  }

  /** A word of small letters only is no token. */
  private boolean plainWord(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return true;
  }

  private void take(int start, int end) {
    out.append(text, copied, start).append(MARK);
    copied = end;
    found++;
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length() && word(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int tokenEnd(int from) {
    int end = from;
    while (end < text.length() && " \t\r\n,;&\"'<>}])\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && "\r\n\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int skip(int from, String these, int most) {
    int at = from;
    while (at < text.length() && at - from < most && these.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean word(char c) {
    return c < 128 && WORD[c];
  }
}
