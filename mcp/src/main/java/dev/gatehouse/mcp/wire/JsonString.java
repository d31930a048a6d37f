package dev.gatehouse.mcp.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Strings of JSON (RFC 8259, section 7) in bytes. */
final class JsonString {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = EACH << 7;
  private static final long BACKSLASHES = EACH * '\\';
  private static final long QUOTES_TO_SPACES = EACH * ('"' ^ ' ');

  /** Sets the high bit of each byte of ASCII but zero. */
  private static final long BUT_ZERO = EACH * 0x7F;

  /** Sets the high bit of each byte of ASCII above a space. */
  private static final long FROM_AFTER_SPACE_ON = EACH * (0x80 - 0x21);

  /**
   * Judges a string.
   *
   * @param start of the opening quote
   * @return index after the closing quote
   */
  static int end(byte[] bytes, int start, int to) {
    int i = start + 1;
    while (true) {
      i = plainEnd(bytes, i, to);
      if (i >= to) {
        throw new FlawException(Flaw.NOT_JSON);
      }
      byte b = bytes[i];
      if (b == '"') {
        return i + 1;
      }
      if (b == '\\') {
        i += escapeLength(bytes, i, to);
      } else {
        do {
          i += characterLength(bytes, i, to);
        } while (i < to && bytes[i] < 0);
      }
    }
  }

  /**
   * Index of the first byte from {@code from} on that is not plainly a character: a quote, an
   * escape, a control character or part of more than ASCII. Most strings are long or have none.
   */
  private static int plainEnd(byte[] bytes, int from, int to) {
    int i = from;
    for (int last = to - 4 * Long.BYTES; i <= last; i += 4 * Long.BYTES) {
      long plain =
          plain((long) LONGS.get(bytes, i))
              & plain((long) LONGS.get(bytes, i + Long.BYTES))
              & plain((long) LONGS.get(bytes, i + 2 * Long.BYTES))
              & plain((long) LONGS.get(bytes, i + 3 * Long.BYTES));
      if ((plain & HIGH_BITS) != HIGH_BITS) {
        break;
      }
    }
    for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
      long other = ~plain((long) LONGS.get(bytes, i)) & HIGH_BITS;
      if (other != 0) {
        return i + (Long.numberOfTrailingZeros(other) >> 3);
      }
    }
    while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  /**
   * Eight bytes at once: the high bit of each says whether it is plain. With its second bit turned,
   * a quote is 0x20, which nothing that is plain comes down to. A byte beyond ASCII can carry into
   * the ones after it; it is told itself, and the first one counts.
   */
  private static long plain(long eight) {
    return ((eight ^ QUOTES_TO_SPACES) + FROM_AFTER_SPACE_ON)
        & ((eight ^ BACKSLASHES) + BUT_ZERO)
        & ~eight;
  }

  private static int characterLength(byte[] bytes, int i, int to) {
    if (bytes[i] >= 0) { // a control character
      throw new FlawException(Flaw.NOT_JSON);
    }
    int length = Utf8.length(bytes, i, to);
    if (length == 0) {
      throw new FlawException(Flaw.NOT_UTF8);
    }
    return length;
  }

  private static int escapeLength(byte[] bytes, int i, int to) {
    int kind = i + 1 < to ? bytes[i + 1] : 0;
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> {
        unit(bytes, i + 2, to);
        yield 6;
      }
      default -> throw new FlawException(Flaw.NOT_JSON);
    };
  }

  /** The UTF-16 code unit of four hexadecimal digits; half of a pair may stand alone. */
  private static char unit(byte[] bytes, int from, int to) {
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < to ? Character.digit(bytes[i], 16) : -1;
      if (digit < 0) {
        throw new FlawException(Flaw.NOT_JSON);
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  /** Whether there is an escape between the quotes of a string that was judged. */
  static boolean escaped(byte[] bytes, int from, int to) {
    int i = from;
    for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
      long zero = (long) LONGS.get(bytes, i) ^ BACKSLASHES;
      if (((zero - EACH) & ~zero & HIGH_BITS) != 0) {
        return true;
      }
    }
    while (i < to && bytes[i] != '\\') {
      i++;
    }
    return i < to;
  }

  /** The text between the quotes of a string that was judged. */
  static String text(byte[] bytes, int from, int to) {
    int plain = from;
    while (plain < to && bytes[plain] != '\\') {
      plain++;
    }
    String text = utf8(bytes, from, plain);
    return plain == to ? text : unescaped(new StringBuilder(text), bytes, plain, to);
  }

  private static String unescaped(StringBuilder text, byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (bytes[i] == '\\') {
        text.append(bytes[i + 1] == 'u' ? unit(bytes, i + 2, to) : meant(bytes[i + 1]));
        i += escapeLength(bytes, i, to);
      } else {
        int end = i;
        while (end < to && bytes[end] != '\\') {
          end++;
        }
        text.append(utf8(bytes, i, end));
        i = end;
      }
    }
    return text.toString();
  }

  private static char meant(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) escape;
    };
  }

  private static String utf8(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private JsonString() {}
}
