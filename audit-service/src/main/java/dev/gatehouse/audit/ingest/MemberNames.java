package dev.gatehouse.audit.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names of members that are found by their bytes, so that the same few need not be made into a
 * text, and hashed, for every event anew.
 */
final class MemberNames {
  /** The names that every event has. */
  static final MemberNames KNOWN =
      new MemberNames(
          Stream.concat(EventShape.Envelope.NAMES.keySet().stream(), EventShape.RECORD.names())
              .distinct()
              .toList());

  /** Places per name, so that most are found at the first one. */
  private static final int ROOM = 8;

  private final @Nullable String[] names;
  private final byte[][] bytes;
  private final int mask;

  /**
   * @param names different ones, not empty, of ASCII without quotes and backslashes
   */
  MemberNames(Collection<String> names) {
    int places = Integer.highestOneBit(names.size() * ROOM);
    this.names = new String[places];
    this.bytes = new byte[places][];
    this.mask = places - 1;
    names.forEach(this::add);
  }

  private void add(String name) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    int place = place(ascii, 0, ascii.length);
    while (names[place] != null) {
      place = place + 1 & mask;
    }
    names[place] = name;
    bytes[place] = ascii;
  }

  /** The name that stands there, or null if it is none of these. */
  @Nullable String find(byte[] text, int from, int to) {
    if (from == to) {
      return null;
    }
    int place = place(text, from, to);
    while (names[place] != null) {
      byte[] name = bytes[place];
      if (Arrays.equals(name, 0, name.length, text, from, to)) {
        return names[place];
      }
      place = place + 1 & mask;
    }
    return null;
  }

  private int place(byte[] text, int from, int to) {
    int length = to - from;
    return (length + 31 * text[from] + 137 * text[from + length / 2] + 59 * text[to - 1]) & mask;
  }
}
