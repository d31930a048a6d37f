package dev.gatehouse.mcp.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts a message together from ready bytes: a growing array and nothing else. Not thread-safe. */
public final class Bytes {
  private byte[] array;
  private int length;

  public Bytes(int capacity) {
    array = new byte[Math.max(capacity, 16)];
  }

  /** The UTF-8 bytes of a constant. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code text} as a JSON string, quotes included. */
  public static byte[] quoted(String text) {
    return new Bytes(text.length() + 2).quote(text).toArray();
  }

  public Bytes add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  public Bytes add(byte[] bytes, Span span) {
    return add(bytes, span.start(), span.end());
  }

  /** The range from {@code from} inclusive to {@code to} exclusive. */
  public Bytes add(byte[] bytes, int from, int to) {
    int count = to - from;
    reserve(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
    return this;
  }

  public Bytes add(char ascii) {
    reserve(1);
    array[length++] = (byte) ascii;
    return this;
  }

  public Bytes add(long number) {
    return add(utf8(Long.toString(number)));
  }

  /**
   * {@code text} as a JSON string, quotes included. Half of a surrogate pair, which JSON can carry
   * as an escape and UTF-8 cannot, becomes U+FFFD.
   */
  public Bytes quote(String text) {
    byte[] escaped;
    try {
      escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    } catch (IllegalArgumentException e) {
      escaped = JsonStringEncoder.getInstance().quoteAsUTF8(withoutHalfPairs(text));
    }
    return add('"').add(escaped).add('"');
  }

  private static String withoutHalfPairs(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(point ->
            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private void reserve(int count) {
    if (array.length - length < count) {
      array = Arrays.copyOf(array, Math.max(length + count, array.length * 2));
    }
  }

  public int length() {
    return length;
  }

  public byte[] toArray() {
    return length == array.length ? array : Arrays.copyOf(array, length);
  }
}
