package dev.gatehouse.audit.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Canonical JSON (RFC 8785) as it grows, in UTF-8. Members of an object are written as they come
 * and put in order at its end.
 */
final class CanonicalBytes {
  private static final String HEX = "0123456789abcdef";

  /** Of one character, however it is written. */
  private static final int LONGEST = 6;

  private byte[] bytes;
  private int size;

  /**
   * @param expected bytes; more may come
   */
  CanonicalBytes(int expected) {
    this.bytes = new byte[expected + LONGEST];
  }

  /** A member with its separator, from one place to another. */
  record Member(String name, int from, int to) {
    static final Comparator<Member> ORDER = Comparator.comparing(Member::name);
  }

  int size() {
    return size;
  }

  void append(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
  }

  /** What is canonical already. */
  void copy(byte[] from, int start, int end) {
    int length = end - start;
    room(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  /**
   * A text in quotes.
   *
   * @throws IllegalArgumentException half of a surrogate pair, which has no UTF-8
   */
  void text(String text) {
    append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        room(LONGEST);
        if (c >= ' ' && c != '"' && c != '\\') {
          bytes[size++] = (byte) c;
        } else {
          escape(c);
        }
      } else if (!Character.isSurrogate(c)) {
        utf8(c);
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        throw new IllegalArgumentException("half of a surrogate pair");
      }
    }
    append('"');
  }

  /**
   * Ends an object whose members have been written one after the other, each behind a comma.
   *
   * @param members in their order in the text; sorted by this
   * @throws IllegalArgumentException two have the same name
   */
  void object(int start, List<Member> members) {
    if (members.isEmpty()) {
      append('{');
    } else {
      order(start, members);
      bytes[start] = '{';
    }
    append('}');
  }

  private void order(int start, List<Member> members) {
    boolean moved = false;
    for (int i = 1; i < members.size() && !moved; i++) {
      moved = members.get(i - 1).name().compareTo(members.get(i).name()) >= 0;
    }
    if (!moved) {
      return;
    }
    members.sort(Member.ORDER);
    byte[] before = Arrays.copyOfRange(bytes, start, size);
    int place = start;
    String last = null;
    for (Member member : members) {
      if (member.name().equals(last)) {
        throw new IllegalArgumentException("two members of one name");
      }
      last = member.name();
      int length = member.to() - member.from();
      System.arraycopy(before, member.from() - start, bytes, place, length);
      place += length;
    }
  }

  private void escape(char c) {
    bytes[size++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[size++] = (byte) c;
      case '\b' -> bytes[size++] = 'b';
      case '\f' -> bytes[size++] = 'f';
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = (byte) HEX.charAt(c >> 4);
        bytes[size++] = (byte) HEX.charAt(c & 0xf);
      }
    }
  }

  private void utf8(int codePoint) {
    room(LONGEST);
    if (codePoint < 0x800) {
      bytes[size++] = (byte) (0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        bytes[size++] = (byte) (0xe0 | codePoint >> 12);
      } else {
        bytes[size++] = (byte) (0xf0 | codePoint >> 18);
        bytes[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      }
      bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
    }
    bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2 + more);
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
