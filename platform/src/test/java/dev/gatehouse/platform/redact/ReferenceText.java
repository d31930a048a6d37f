package dev.gatehouse.platform.redact;

import java.nio.CharBuffer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link TextRedaction} has to come to, said plainly. */
final class ReferenceText {
  /** Stands where a secret stood. */
  static final String MARK = "[redacted]";

  private static final Set<String> SCHEMES =
      Set.of("bearer", "basic", "token", "digest", "negotiate", "apikey", "dpop");
  private static final boolean[] WORD = new boolean[128];
  private static final boolean[] AFTER_NAME = setOf(":=\\\"'`");
  private static final boolean[] ENDS_AUTHORITY = setOf("/?#\"'<> \t\r\n\\");
  private static final boolean[] ENDS_TOKEN = setOf(" \t\r\n,;&\"'<>}])\\");
  private static final boolean[] BEGINS_SCHEME = setOf("bBtTdDnNaA");

  static {
    for (char c = 0; c < 128; c++) {
      WORD[c] = Character.isLetterOrDigit(c) || "_-.+/~".indexOf(c) >= 0;
    }
  }

  /** Characters of ASCII, to be asked for with {@link #in}. */
  static boolean[] setOf(String characters) {
    boolean[] set = new boolean[128];
    characters.chars().forEach(c -> set[c] = true);
    return set;
  }

  private static final String PEM = "-----BEGIN";
  private static final String PEM_END = "-----END";
  private static final String KEY = "PRIVATE KEY";
  private static final int SHORTEST_SCHEME = 4;
  private static final int LONGEST_SCHEME = 9;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_CARD = 20;

  private final char[] text;
  private final SecretNames names;
  private @Nullable StringBuilder out;
  private int copied;
  private int found;

  private ReferenceText(String text, SecretNames names) {
    this.text = text.toCharArray();
    this.names = names;
  }

  /**
   * @param found how many secrets were taken out
   */
  record Redacted(String text, int found) {}

  static Redacted of(String text, SecretNames names) {
    ReferenceText redaction = new ReferenceText(text, names);
    redaction.scan();
    StringBuilder out = redaction.out;
    return out == null
        ? new Redacted(text, 0)
        : new Redacted(
            out.append(text, redaction.copied, text.length()).toString(), redaction.found);
  }

  private void scan() {
    int at = 0;
    while (at < text.length) {
      char c = text[at];
      if (c < 128 && WORD[c]) {
        int end = wordEnd(at + 1);
        at = ordinary(c, at, end) ? end : onWord(at, end);
      } else if (c == ':' && startsWith("://", at)) {
        at = onAuthority(at + 3);
      } else {
        at++;
      }
    }
  }

  /** Most words are short, begin with a letter, and are followed by a blank and a letter. */
  private boolean ordinary(char first, int start, int end) {
    if (end - start >= ReferenceShape.SHORTEST || first < 'A') { // digits, and dashes of keys
      return false;
    }
    if (end == text.length) {
      return true;
    }
    char next = text[end];
    return next == ' '
        ? end + 1 < text.length && word(text[end + 1]) && !BEGINS_SCHEME[first]
        : !in(AFTER_NAME, next);
  }

  /** Returns where to go on. */
  private int onWord(int start, int end) {
    int value = mayBeName(end) ? valueAfter(end) : -1;
    if (value >= 0 && end - start <= LONGEST_NAME && secretName(start, end)) {
      int valueEnd = valueEnd(start, end, value);
      if (valueEnd > value) {
        take(value, valueEnd);
        return valueEnd;
      }
    }
    if (end + 1 < text.length && text[end] == ' ' && scheme(start, end)) {
      int next = tokenEnd(end + 1);
      if (next - end - 1 >= 8 && !plainWord(end + 1, next)) {
        take(end + 1, next);
        return next;
      }
    }
    char first = text[start];
    if (first == '-' && startsWith(PEM, start)) {
      return onPem(start, end);
    }
    int card = digit(first) && end - start >= 4 ? cardEnd(start, end) : start;
    if (card > start) {
      take(start, card);
      return card;
    }
    if (!ReferenceShape.secret(new String(text, start, end - start))) {
      return end;
    }
    int padded = end;
    while (padded < text.length && text[padded] == '=') {
      padded++;
    }
    take(start, padded);
    return padded;
  }

  private boolean mayBeName(int end) {
    if (end >= text.length) {
      return false;
    }
    char next = text[end];
    return next == ' ' ? end + 1 < text.length && !word(text[end + 1]) : in(AFTER_NAME, next);
  }

  private boolean secretName(int start, int end) {
    String name = between(start, end);
    if (names.secret(name)) {
      return true;
    }
    boolean inQuery = start > 0 && (text[start - 1] == '?' || text[start - 1] == '&');
    return inQuery && SecretNames.secretInQuery(name);
  }

  /** Where the value begins if the word before is a name; -1 if it is none. */
  private int valueAfter(int end) {
    int at = skip(end, "\\\"'` ", 6);
    if (at >= text.length || (text[at] != ':' && text[at] != '=')) {
      return -1;
    }
    return skip(at + 1, "=>: ", 8);
  }

  private int valueEnd(int nameStart, int nameEnd, int value) {
    int at = value;
    boolean escaped = false;
    while (at < text.length && text[at] == '\\') {
      at++;
      escaped = true;
    }
    if (at < text.length && (text[at] == '"' || text[at] == '\'')) {
      return quotedEnd(at + 1, text[at], escaped);
    }
    if (between(nameStart, nameEnd).toLowerCase(Locale.ROOT).endsWith("cookie")) {
      return lineEnd(value);
    }
    int end = tokenEnd(value);
    while (end < text.length && text[end] == ' ' && scheme(value, end)) {
      end = tokenEnd(end + 1);
    }
    return end;
  }

  private int quotedEnd(int from, char quote, boolean escaped) {
    for (int i = from; i < text.length; i++) {
      char c = text[i];
      if (c == '\\' && !escaped) {
        i++;
      } else if (c == quote) {
        return escaped && text[i - 1] == '\\' ? i - 1 : i + 1;
      }
    }
    return text.length;
  }

  private int onAuthority(int start) {
    int at = -1;
    int end = start;
    while (end < text.length && !in(ENDS_AUTHORITY, text[end])) {
      if (text[end] == '@') {
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
    if (find(KEY, start, Math.min(text.length, end + 24 + KEY.length())) < 0) {
      return end;
    }
    int close = find(PEM_END, end, text.length);
    int dashes = close < 0 ? -1 : find("-----", close + PEM_END.length(), text.length);
    int last = dashes < 0 ? text.length : dashes + 5;
    take(start, last);
    return last;
  }

  /** Groups of digits with a blank or dash between, as cards show them; {@code start} if none. */
  private int cardEnd(int start, int end) {
    char[] digits = new char[LONGEST_CARD];
    int count = 0;
    int at = start;
    while (at < text.length && count < LONGEST_CARD) {
      char c = text[at];
      if (digit(c)) {
        digits[count++] = c;
      } else if ((c != ' ' && c != '-') || at + 1 >= text.length || !digit(text[at + 1])) {
        break;
      }
      at++;
    }
    return at >= end && ReferenceShape.card(CharBuffer.wrap(digits, 0, count)) ? at : start;
  }

  private boolean scheme(int start, int end) {
    int length = end - start;
    return length >= SHORTEST_SCHEME
        && length <= LONGEST_SCHEME
        && in(BEGINS_SCHEME, text[start])
        && SCHEMES.contains(between(start, end).toLowerCase(Locale.ROOT));
  }

  /** A word of small letters only is no token. */
  private boolean plainWord(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return true;
  }

  private void take(int start, int end) {
    if (out == null) {
      out = new StringBuilder(text.length);
    }
    out.append(text, copied, start - copied).append(MARK);
    copied = end;
    found++;
  }

  private String between(int start, int end) {
    return new String(text, start, end - start);
  }

  private boolean startsWith(String prefix, int at) {
    return find(prefix, at, Math.min(text.length, at + prefix.length())) == at;
  }

  /** Where {@code what} begins, all of it between two places; -1 if nowhere. */
  private int find(String what, int from, int to) {
    return from > to ? -1 : new String(text).indexOf(what, from, to);
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length && word(text[end])) {
      end++;
    }
    return end;
  }

  private int tokenEnd(int from) {
    int end = from;
    while (end < text.length && !in(ENDS_TOKEN, text[end])) {
      end++;
    }
    return end;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length && text[end] != '\r' && text[end] != '\n' && text[end] != '"') {
      end++;
    }
    return end;
  }

  private int skip(int from, String these, int most) {
    int at = from;
    while (at < text.length && at - from < most && these.indexOf(text[at]) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean word(char c) {
    return in(WORD, c);
  }

  static boolean in(boolean[] set, char c) {
    return c < 128 && set[c];
  }
}
