package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the secrets of one text in one pass, as {@link TextRedaction} says. It looks at a byte for
 * each UTF-16 code unit, negative outside of ASCII, since nothing that tells a secret is there: so
 * most strings of a document are judged where they are. For many texts, one after the other.
 */
final class SecretScan {
  private static final String[] SCHEMES = {
    "bearer", "basic", "token", "digest", "negotiate", "apikey", "dpop"
  };
  private static final boolean[] AFTER_NAME = setOf(":=\\\"'`");
  private static final boolean[] AROUND_NAME = setOf("\\\"'` ");
  private static final boolean[] BEFORE_VALUE = setOf("=>: ");
  private static final boolean[] ENDS_AUTHORITY = setOf("/?#\"'<> \t\r\n\\");
  private static final boolean[] ENDS_TOKEN = setOf(" \t\r\n,;&\"'<>}])\\");
  private static final boolean[] BEGINS_SCHEME = setOf("bBtTdDnNaA");
  private static final byte OUTSIDE_ASCII = -1;

  /** The one character outside of ASCII whose small letter is in it, a {@code k}. */
  private static final char KELVIN = '\u212A';

  private static final byte KELVIN_SEEN = -2;

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

  private final SecretNames names;
  private byte[] text = {};
  private int from;
  private int to;

  /** Where each begins and ends. */
  private int[] places = new int[8];

  private int found;

  SecretScan(SecretNames names) {
    this.names = names;
  }

  /** A code unit as it is looked at here. */
  static byte seen(char unit) {
    return unit < 128 ? (byte) unit : unit == KELVIN ? KELVIN_SEEN : OUTSIDE_ASCII;
  }

  static byte[] seen(String text) {
    byte[] seen = new byte[text.length()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = seen(text.charAt(i));
    }
    return seen;
  }

  /** Returns how many secrets are between two places. */
  int scan(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
    found = 0;
    int at = from;
    while (at < to) {
      byte c = text[at];
      int kinds = TokenShape.kind(c);
      if (kinds != 0) {
        at = pastWord(at, kinds);
      } else if (c == ':' && startsWith("://", at)) {
        at = onAuthority(at + 3);
      } else {
        at++;
      }
    }
    return found;
  }

  /** Where a secret of the last text begins, from the first one, 0, on. */
  int start(int secret) {
    return places[2 * secret];
  }

  int end(int secret) {
    return places[2 * secret + 1];
  }

  /** Most of a text are letters. Returns where to go on. */
  private int pastWord(int start, int first) {
    int end = EightBytes.lettersEnd(text, start, to);
    int kinds = first;
    while (end < to) {
      int kind = TokenShape.kind(text[end]);
      if (kind == 0) {
        break;
      }
      kinds |= kind;
      end++;
    }
    return ordinary(start, end) ? end : onWord(start, end, kinds);
  }

  /** Most words are short, begin with a letter, and are followed by a blank and a letter. */
  private boolean ordinary(int start, int end) {
    byte first = text[start];
    int length = end - start;
    if (length >= TokenShape.SHORTEST || first < 'A') { // digits, and dashes of keys
      return false;
    }
    if (end == to) {
      return true;
    }
    byte next = text[end];
    return next == ' '
        ? end + 1 < to && word(text[end + 1]) && (length < SHORTEST_SCHEME || !BEGINS_SCHEME[first])
        : !in(AFTER_NAME, next);
  }

  /** Returns where to go on. */
  private int onWord(int start, int end, int kinds) {
    int value = mayBeName(end) ? valueAfter(end) : -1;
    if (value >= 0 && end - start <= LONGEST_NAME && secretName(start, end)) {
      int valueEnd = valueEnd(start, end, value);
      if (valueEnd > value) {
        take(value, valueEnd);
        return valueEnd;
      }
    }
    if (end + 1 < to && text[end] == ' ' && scheme(start, end)) {
      int next = tokenEnd(end + 1);
      if (next - end - 1 >= 8 && !plainWord(end + 1, next)) {
        take(end + 1, next);
        return next;
      }
    }
    byte first = text[start];
    if (first == '-' && startsWith(PEM, start)) {
      return onPem(start, end);
    }
    int card = digit(first) && end - start >= 4 ? cardEnd(start, end) : start;
    if (card > start) {
      take(start, card);
      return card;
    }
    if (!TokenShape.secret(text, start, end, kinds)) {
      return end;
    }
    int padded = end;
    while (padded < to && text[padded] == '=') {
      padded++;
    }
    take(start, padded);
    return padded;
  }

  private boolean mayBeName(int end) {
    if (end >= to) {
      return false;
    }
    byte next = text[end];
    return next == ' ' ? end + 1 < to && !word(text[end + 1]) : in(AFTER_NAME, next);
  }

  private boolean secretName(int start, int end) {
    if (!names.mayEndSecret(text[end - 1])) {
      return false; // most that a colon follows: hours and minutes, numbers
    }
    if (names.member(text, start, end).secret()) {
      return true;
    }
    boolean inQuery = start > from && (text[start - 1] == '?' || text[start - 1] == '&');
    return inQuery && SecretNames.secretInQuery(between(start, end));
  }

  /** Where the value begins if the word before is a name; -1 if it is none. */
  private int valueAfter(int end) {
    int at = skip(end, AROUND_NAME, 6);
    if (at >= to || (text[at] != ':' && text[at] != '=')) {
      return -1;
    }
    return skip(at + 1, BEFORE_VALUE, 8);
  }

  private int valueEnd(int nameStart, int nameEnd, int value) {
    int at = value;
    boolean escaped = false;
    while (at < to && text[at] == '\\') {
      at++;
      escaped = true;
    }
    if (at < to && (text[at] == '"' || text[at] == '\'')) {
      return quotedEnd(at + 1, text[at], escaped);
    }
    if (between(nameStart, nameEnd).toLowerCase(Locale.ROOT).endsWith("cookie")) {
      return lineEnd(value);
    }
    int end = tokenEnd(value);
    while (end < to && text[end] == ' ' && scheme(value, end)) {
      end = tokenEnd(end + 1);
    }
    return end;
  }

  private int quotedEnd(int from, byte quote, boolean escaped) {
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == '\\' && !escaped) {
        i++;
      } else if (c == quote) {
        return escaped && text[i - 1] == '\\' ? i - 1 : i + 1;
      }
    }
    return to;
  }

  private int onAuthority(int start) {
    int at = -1;
    int end = start;
    while (end < to && !in(ENDS_AUTHORITY, text[end])) {
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
    if (find(KEY, start, Math.min(to, end + 24 + KEY.length())) < 0) {
      return end;
    }
    int close = find(PEM_END, end, to);
    int dashes = close < 0 ? -1 : find("-----", close + PEM_END.length(), to);
    int last = dashes < 0 ? to : dashes + 5;
    take(start, last);
    return last;
  }

  /** Groups of digits with a blank or dash between, as cards show them; {@code start} if none. */
  private int cardEnd(int start, int end) {
    if (!TokenShape.beginsCard(text[start])) {
      return start;
    }
    byte[] digits = new byte[LONGEST_CARD];
    int count = 0;
    int at = start;
    while (at < to && count < LONGEST_CARD) {
      byte c = text[at];
      if (digit(c)) {
        digits[count++] = c;
      } else if ((c != ' ' && c != '-') || at + 1 >= to || !digit(text[at + 1])) {
        break;
      }
      at++;
    }
    return at >= end && TokenShape.card(digits, 0, count) ? at : start;
  }

  private boolean scheme(int start, int end) {
    int length = end - start;
    if (length < SHORTEST_SCHEME || length > LONGEST_SCHEME || !in(BEGINS_SCHEME, text[start])) {
      return false;
    }
    for (String scheme : SCHEMES) {
      if (scheme.length() == length && scheme(scheme, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean scheme(String scheme, int start) {
    for (int i = 0; i < scheme.length(); i++) {
      byte c = text[start + i];
      if ((c | 0x20) != scheme.charAt(i) && !(c == KELVIN_SEEN && scheme.charAt(i) == 'k')) {
        return false;
      }
    }
    return true;
  }

  /** A word of small letters only is no token. */
  private boolean plainWord(int start, int end) {
    for (int i = start; i < end; i++) {
      byte c = text[i];
      if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return true;
  }

  private void take(int start, int end) {
    if (2 * found == places.length) {
      places = Arrays.copyOf(places, 4 * found);
    }
    places[2 * found] = start;
    places[2 * found + 1] = end;
    found++;
  }

  /** Of ASCII. */
  private String between(int start, int end) {
    return new String(text, start, end - start, StandardCharsets.US_ASCII);
  }

  private boolean startsWith(String prefix, int at) {
    return find(prefix, at, Math.min(to, at + prefix.length())) == at;
  }

  /** Where {@code what} begins, all of it between two places; -1 if nowhere. */
  private int find(String what, int from, int to) {
    for (int at = from; at <= to - what.length(); at++) {
      if (TokenShape.startsWith(text, at, what)) {
        return at;
      }
    }
    return -1;
  }

  private int tokenEnd(int from) {
    int end = from;
    while (end < to && !in(ENDS_TOKEN, text[end])) {
      end++;
    }
    return end;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < to && text[end] != '\r' && text[end] != '\n' && text[end] != '"') {
      end++;
    }
    return end;
  }

  private int skip(int from, boolean[] these, int most) {
    int at = from;
    while (at < to && at - from < most && in(these, text[at])) {
      at++;
    }
    return at;
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean word(byte c) {
    return TokenShape.kind(c) != 0;
  }

  static boolean in(boolean[] set, byte c) {
    return c >= 0 && set[c];
  }
}
