package dev.gatehouse.platform.redact;

import java.util.Arrays;

/** The beginning of a JSON document, made so that a parser reads all of it. */
final class CutJson {
  /** How much more than can be kept is looked at. */
  static final int SLACK = 1024;

  private CutJson() {}

  /** Ends the text in which the source ends; elsewhere a parser stops by itself. */
  static byte[] closed(byte[] source) {
    int quote = -1;
    for (int i = 0; i < source.length; i++) {
      if (quote < 0) {
        quote = source[i] == '"' ? i : -1;
      } else if (source[i] == '\\') {
        i++;
      } else if (source[i] == '"') {
        quote = -1;
      }
    }
    if (quote < 0) {
      return source;
    }
    int end = wholeCharacters(source, quote + 1);
    byte[] closed = Arrays.copyOf(source, end + 1);
    closed[end] = '"';
    return closed;
  }

  /** Where the last whole character or escape ends. */
  private static int wholeCharacters(byte[] source, int from) {
    int i = from;
    while (i < source.length) {
      int length;
      if (source[i] == '\\') {
        length = i + 1 < source.length && source[i + 1] == 'u' ? 6 : 2;
      } else {
        int first = source[i] & 0xFF;
        length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      }
      if (i + length > source.length) {
        return i;
      }
      i += length;
    }
    return i;
  }

  /** Where there is no end of a word near, as much is left out as a token may be long. */
  static String withoutLastWord(String text) {
    int least = Math.max(0, text.length() - SLACK / 2);
    int end = text.length();
    while (end > least && " \t\r\n,;\"'{}[]&".indexOf(text.charAt(end - 1)) < 0) {
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
