package dev.gatehouse.mcp.wire;

import java.nio.charset.StandardCharsets;

/** Numbers of JSON (RFC 8259, section 6) in bytes. */
final class JsonNumber {
  /** Digits, signs and all. */
  static final int MAX_LENGTH = 1000;

  /** Of an int, with its sign. */
  private static final int MAX_INT_LENGTH = 11;

  /** Index after the sign and the whole part; {@code from} if there is none. */
  static int endOfInteger(byte[] bytes, int from, int to) {
    int i = is('-', bytes, from, to) ? from + 1 : from;
    int end = is('0', bytes, i, to) ? i + 1 : endOfDigits(bytes, i, to);
    return end == i ? from : end;
  }

  /**
   * Index after fraction and exponent, which need not be there.
   *
   * @return -1 if one begins and has no digits
   */
  static int end(byte[] bytes, int whole, int to) {
    int i = whole;
    if (is('.', bytes, i, to)) {
      int end = endOfDigits(bytes, i + 1, to);
      if (end == i + 1) {
        return -1;
      }
      i = end;
    }
    if (is('e', bytes, i, to) || is('E', bytes, i, to)) {
      int digits = is('+', bytes, i + 1, to) || is('-', bytes, i + 1, to) ? i + 2 : i + 1;
      int end = endOfDigits(bytes, digits, to);
      return end == digits ? -1 : end;
    }
    return i;
  }

  /** The value of a judged integer; {@code fallback} if it is too large for an int. */
  static int intValue(byte[] bytes, int from, int to, int fallback) {
    if (to - from > MAX_INT_LENGTH) {
      return fallback;
    }
    long value = Long.parseLong(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    return value == (int) value ? (int) value : fallback;
  }

  private static boolean is(char expected, byte[] bytes, int i, int to) {
    return i < to && bytes[i] == expected;
  }

  private static int endOfDigits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }

  private JsonNumber() {}
}
