package dev.gatehouse.mcp.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 (RFC 3629): no overlong forms, surrogates or code points above U+10FFFF. Parsers are
 * often laxer, and two readers that disagree about a byte are a way past a policy.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  static boolean valid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (to - i >= 8 && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int length = length(bytes, i, to);
        if (length == 0) {
          return false;
        }
        i += length;
      }
    }
    return true;
  }

  /** Length of the well-formed multi-byte sequence at {@code i}; 0 if it is none. */
  static int length(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return to - i >= 2 && continues(bytes[i + 1]) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF; // no surrogates
      return to - i >= 3 && within(bytes[i + 1], low, high) && continues(bytes[i + 2]) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return to - i >= 4
              && within(bytes[i + 1], low, high)
              && continues(bytes[i + 2])
              && continues(bytes[i + 3])
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean continues(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static boolean within(byte b, int low, int high) {
    int value = b & 0xFF;
    return value >= low && value <= high;
  }

  private Utf8() {}
}
