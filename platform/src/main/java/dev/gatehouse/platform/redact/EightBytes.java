package dev.gatehouse.platform.redact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Passes over what is most of a text, eight bytes at once. */
final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = EACH << 7;

  private EightBytes() {}

  /**
   * Index of the first byte that a JSON string does not hold as it is: a quote, a backslash, a
   * control character or more than ASCII.
   */
  static int plainEnd(byte[] text, int from, int to) {
    int i = from;
    for (int last = text.length - Long.BYTES; i < to && i <= last; i += Long.BYTES) {
      long other = notPlain((long) LONGS.get(text, i)) & HIGH_BITS;
      if (other != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(other) >> 3));
      }
    }
    while (i < to && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
      i++;
    }
    return Math.min(to, i);
  }

  /**
   * Copies bytes up to the first that is not plain: that is quicker than to look for it first where
   * it comes soon.
   *
   * @param into has room for eight bytes more than are copied, which may be anything then
   * @return index of that first byte, in the text
   */
  static int copyPlain(byte[] text, int from, int to, byte[] into, int at) {
    int i = from;
    for (int last = text.length - Long.BYTES; i < to && i <= last; i += Long.BYTES) {
      long eight = (long) LONGS.get(text, i);
      LONGS.set(into, at + i - from, eight);
      long other = notPlain(eight) & HIGH_BITS;
      if (other != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(other) >> 3));
      }
    }
    while (i < to && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
      into[at + i - from] = text[i];
      i++;
    }
    return Math.min(to, i);
  }

  /** Index of the first byte that is no letter of ASCII. */
  static int lettersEnd(byte[] text, int from, int to) {
    int i = from;
    for (int last = text.length - Long.BYTES; i < to && i <= last; i += Long.BYTES) {
      long other = ~letters((long) LONGS.get(text, i)) & HIGH_BITS;
      if (other != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(other) >> 3));
      }
    }
    while (i < to && (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') {
      i++;
    }
    return Math.min(to, i);
  }

  /**
   * The high bit of each byte says that it is not plain: it is set, or taking one from a zero, or a
   * space from less, sets it. That borrows from the bytes after it, but the first one counts.
   */
  private static long notPlain(long eight) {
    return eight
        | ((eight ^ EACH * '"') - EACH)
        | ((eight ^ EACH * '\\') - EACH)
        | (eight - EACH * ' ');
  }

  /** The high bit of each byte says that it is a letter; nothing is carried from one to another. */
  private static long letters(long eight) {
    long small = (eight | EACH * 0x20) & EACH * 0x7F;
    long fromA = small + EACH * (0x80 - 'a');
    long afterZ = small + EACH * (0x80 - 'z' - 1);
    return fromA & ~afterZ & ~eight;
  }
}
