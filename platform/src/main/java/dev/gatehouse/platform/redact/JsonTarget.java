package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a JSON document: whoever calls it opens and closes in pairs, it puts what is between. */
final class JsonTarget {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_ESCAPE = 12;
  private static final char HALF_PAIR = '\uFFFD';

  private byte[] bytes;
  private int length;

  /** Whether a name waits for its value. */
  private boolean named;

  JsonTarget(int capacity) {
    bytes = new byte[capacity];
  }

  /** A text as a JSON string, quotes included; half of a pair becomes U+FFFD. */
  static byte[] quoted(String text) {
    JsonTarget out = new JsonTarget(text.length() + 2);
    out.quote();
    out.escaped(SecretScan.seen(text), 0, text.length(), text.toCharArray());
    out.quote();
    return out.toArray();
  }

  void open(char bracket) {
    before();
    add(bracket);
  }

  void close(char bracket) {
    add(bracket);
  }

  /** As {@link #quoted} gives it. */
  void name(byte[] quoted) {
    comma();
    add(quoted, 0, quoted.length);
    named = true;
  }

  /** A value as it is. */
  void value(byte[] source, int from, int to) {
    before();
    add(source, from, to);
  }

  void value(byte[] source) {
    value(source, 0, source.length);
  }

  /** A string whose bytes need no escapes. */
  void quotedValue(byte[] source, int from, int to) {
    before();
    quote();
    add(source, from, to);
    quote();
  }

  /** A string begins, whose parts follow, and then {@link #quote}. */
  void openString() {
    before();
    quote();
  }

  void quote() {
    add('"');
  }

  /**
   * A part of a string.
   *
   * @param text a byte for each code unit, negative outside of ASCII
   * @param units the same, asked where a byte is negative
   */
  void escaped(byte[] text, int from, int to, char[] units) {
    int i = from;
    while (true) {
      reserve(to - i + Math.max(LONGEST_ESCAPE, Long.BYTES));
      int plain = EightBytes.copyPlain(text, i, to, bytes, length);
      length += plain - i;
      if (plain == to) {
        return;
      }
      if (text[plain] >= 0) {
        escape(text[plain]);
        i = plain + 1;
      } else {
        i = character(units, plain, to);
      }
    }
  }

  private void escape(byte b) {
    switch (b) {
      case '"', '\\' -> escape((char) b);
      case '\b' -> escape('b');
      case '\f' -> escape('f');
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      default -> escapeUnit((char) b);
    }
  }

  private void escape(char kind) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) kind;
  }

  private void escapeUnit(char unit) {
    escape('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[unit >> shift & 0xF];
    }
  }

  /**
   * A surrogate pair stays as two escapes, as Jackson has it; half of one, which readers refuse,
   * becomes U+FFFD. Returns where to go on.
   */
  private int character(char[] units, int at, int to) {
    if (pair(units, at, to)) {
      escapeUnit(units[at]);
      escapeUnit(units[at + 1]);
      return at + 2;
    }
    char unit = Character.isSurrogate(units[at]) ? HALF_PAIR : units[at];
    if (unit < 0x800) {
      bytes[length++] = (byte) (0xC0 | unit >> 6);
    } else {
      bytes[length++] = (byte) (0xE0 | unit >> 12);
      bytes[length++] = (byte) (0x80 | (unit >> 6 & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (unit & 0x3F));
    return at + 1;
  }

  /** Whether a pair is there, all of it before an end. */
  static boolean pair(char[] units, int at, int to) {
    return at + 1 < to
        && Character.isHighSurrogate(units[at])
        && Character.isLowSurrogate(units[at + 1]);
  }

  private void before() {
    if (named) {
      named = false;
      add(':');
    } else {
      comma();
    }
  }

  private void comma() {
    if (length > 0 && bytes[length - 1] != '{' && bytes[length - 1] != '[') {
      add(',');
    }
  }

  void add(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  private void add(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
