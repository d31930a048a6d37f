package dev.gatehouse.platform.redact;

import java.util.Arrays;

/** The beginning of a JSON document, made so that Jackson reads all of it. */
final class ReferenceCut {
  /** How much more than can be kept is looked at. */
  static final int SLACK = 1024;

  private static final boolean[] ENDS_WORD = ReferenceText.setOf(" \t\r\n,;\"'{}[]&");

  private ReferenceCut() {}

  /** Ends the text in which the source ends; elsewhere a parser stops by itself. */
  static byte[] closed(byte[] source) {
    int i = 0;
    while (i < source.length) {
      if (source[i++] == '"') {
        int end = textEnd(source, i);
        if (end >= source.length || source[end] != '"') {
          byte[] closed = Arrays.copyOf(source, end + 1);
          closed[end] = '"';
          return closed;
        }
        i = end + 1;
      }
    }
    return source;
  }

  /** Where the closing quote is, or without one where the last whole character or escape ends. */
  private static int textEnd(byte[] source, int from) {
    int i = from;
    while (i < source.length && source[i] != '"') {
      int next = i + (source[i] >= 0 && source[i] != '\\' ? 1 : length(source, i));
      if (next > source.length) {
        return i;
      }
      i = next;
    }
    return i;
  }

  /** Of an escape or of a character outside of ASCII. */
  private static int length(byte[] source, int at) {
    if (source[at] == '\\') {
      return at + 1 < source.length && source[at + 1] == 'u' ? 6 : 2;
    }
    int first = source[at] & 0xFF;
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }

  /** Where there is no end of a word near, as much is left out as a token may be long. */
  static String withoutLastWord(String text) {
    int least = Math.max(0, text.length() - SLACK / 2);
    int end = text.length();
    while (end > least && !ReferenceText.in(ENDS_WORD, text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** UTF-8 has no half surrogate pairs; JSON's escapes have. */
  static String wholePairs(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
            .map(point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? 0xFFFD
                    : point)
            .forEach(whole::appendCodePoint);
        return whole.toString();
      }
    }
    return text;
  }
}
