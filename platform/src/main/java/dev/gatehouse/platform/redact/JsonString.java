package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;

/**
 * One string of a document at a time, read to be looked at: a byte for each UTF-16 code unit, which
 * is negative outside of ASCII. Most strings have neither escapes nor more than ASCII: these are
 * left where they are.
 */
final class JsonString {
  private static final byte[] NO_BYTES = {};
  private static final char[] NO_CHARS = {};
  private static final boolean[] ENDS_WORD = SecretScan.setOf(" \t\r\n,;\"'{}[]&");

  private final byte[] source;
  private final boolean cut;

  /** For a string that is not as it is in the source; made when the first one comes. */
  private byte[] unescaped = NO_BYTES;

  private char[] units = NO_CHARS;
  private byte[] text;
  private int from;
  private int to;
  private boolean wide;
  private int after;

  /**
   * @param cut whether the source is only the beginning of a document: a string in which it ends is
   *     closed there, before the character or escape that is not whole
   */
  JsonString(byte[] source, boolean cut) {
    this.source = source;
    this.text = source;
    this.cut = cut;
  }

  /**
   * @param start after the opening quote
   * @return false if there is no string
   */
  boolean read(int start) {
    int plain = EightBytes.plainEnd(source, start, source.length);
    text = source;
    from = start;
    to = plain;
    wide = false;
    return plain < source.length && source[plain] != '"' ? unescape(plain) : ends(plain);
  }

  private boolean ends(int at) {
    if (at < source.length && source[at] == '"') {
      after = at + 1;
      return true;
    }
    after = source.length;
    return cut;
  }

  private boolean unescape(int plain) {
    if (unescaped.length == 0) {
      unescaped = new byte[source.length + Long.BYTES];
    }
    text = unescaped;
    to = plain - from;
    System.arraycopy(source, from, text, 0, to);
    from = 0;
    int at = plain;
    while (at < source.length && source[at] != '"') {
      byte b = source[at];
      if (b >= ' ' && b != '\\') {
        at = copy(at);
        continue;
      }
      if (b >= 0 && b != '\\') {
        return false; // a control character
      }
      int length = length(at);
      if (at + length > source.length) {
        return ends(source.length);
      }
      int character = b == '\\' ? escaped(at) : character(at, length);
      if (character < 0) {
        return false;
      }
      if (length == 4) { // as only characters have
        add((char) (Character.MIN_HIGH_SURROGATE | (character - 0x10000 >> 10)));
        add((char) (Character.MIN_LOW_SURROGATE | (character & 0x3FF)));
      } else {
        add((char) character);
      }
      at += length;
    }
    return ends(at);
  }

  /** Of an escape or of a character outside of ASCII. */
  private int length(int at) {
    if (source[at] >= 0) {
      return at + 1 < source.length && source[at + 1] == 'u' ? 6 : 2;
    }
    int first = source[at] & 0xFF;
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }

  private int copy(int start) {
    int end = EightBytes.copyPlain(source, start, source.length, text, to);
    if (wide) {
      for (int i = start; i < end; i++) {
        units[to + i - start] = (char) source[i];
      }
    }
    to += end - start;
    return end;
  }

  private void add(char unit) {
    if (unit >= 128 && !wide) {
      widen();
    }
    if (wide) {
      units[to] = unit;
    }
    text[to++] = SecretScan.seen(unit);
  }

  private void widen() {
    if (units.length == 0) {
      units = new char[source.length];
    }
    for (int i = 0; i < to; i++) {
      units[i] = (char) text[i];
    }
    wide = true;
  }

  /** -1 if it is none. */
  private int escaped(int at) {
    return switch (source[at + 1]) {
      case '"', '\\', '/' -> source[at + 1];
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit(at + 2);
      default -> -1;
    };
  }

  private int unit(int start) {
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = source[i] < 0 ? -1 : Character.digit(source[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Of UTF-8, all of it in the source; -1 if it is none. */
  private int character(int at, int length) {
    int first = source[at] & 0xFF;
    if (length == 1 || first >= 0xF8) {
      return -1;
    }
    int character = first & (0xFF >> length + 1);
    for (int i = at + 1; i < at + length; i++) {
      if ((source[i] & 0xC0) != 0x80) {
        return -1;
      }
      character = character << 6 | (source[i] & 0x3F);
    }
    return character;
  }

  /** Where the source goes on behind it. */
  int after() {
    return after;
  }

  byte[] text() {
    return text;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Whether it is in the source as it is, so that it can be copied from there. */
  boolean plain() {
    return text == source;
  }

  /** Whether something of it is outside of ASCII. */
  boolean wide() {
    return wide;
  }

  /** Whether it has half of a surrogate pair. */
  boolean halfPairs() {
    for (int i = wide ? from : to; i < to; i++) {
      if (pairAt(i, to)) {
        i++;
      } else if (text[i] < 0 && Character.isSurrogate(units[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether a surrogate pair is there, all of it before an end. */
  boolean pairAt(int at, int end) {
    return text[at] < 0 && JsonTarget.pair(units, at, end);
  }

  /** The code units at the same places as the bytes; to be asked where one is negative. */
  char[] units() {
    return units;
  }

  @Override
  public String toString() {
    return wide
        ? new String(units, from, to - from)
        : new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Where it ends if it has at most so many code units and no half of a pair at its end. */
  int clipped(int most) {
    int end = from + most;
    if (end >= to) {
      return to;
    }
    return most > 0 && text[end - 1] < 0 && Character.isHighSurrogate(units[end - 1])
        ? end - 1
        : end;
  }

  /** Where there is no end of a word near, as much is left out as a token may be long. */
  int withoutLastWord(int end) {
    int least = Math.max(from, end - JsonRedaction.SLACK / 2);
    int last = end;
    while (last > least && !SecretScan.in(ENDS_WORD, text[last - 1])) {
      last--;
    }
    return last;
  }
}
