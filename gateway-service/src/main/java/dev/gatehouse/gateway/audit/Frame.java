package dev.gatehouse.gateway.audit;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a spool file: length of the rest (4 bytes), CRC-32C of the rest (4), length of the
 * Kafka key (2), key, value. Where bodies come with it the key's length has its highest bit set,
 * and the length (4) and bytes of the sealed bodies stand between key and value. What a process did
 * not finish to write is told by length or checksum.
 *
 * @param sealed encrypted bodies; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record Frame(byte[] key, byte[] sealed, byte[] value) {
  static final int OVERHEAD = 10;
  private static final byte[] NOTHING = {};
  private static final int WITH_BODIES = 0x8000;
  static final int PREFIX = 8;
  private static final int MAX_LENGTH = 16 << 20;

  /** Longer than any key is, for telling a frame from what only looks like one. */
  private static final int MAX_KEY = 256;

  /** Enough of a frame for {@link #mayBegin}. */
  static final int HEAD = OVERHEAD + MAX_KEY + 4;

  int size() {
    return OVERHEAD + key.length + sealedSize() + value.length;
  }

  private int sealedSize() {
    return sealed.length == 0 ? 0 : 4 + sealed.length;
  }

  void writeTo(ByteBuffer out) {
    int start = out.position();
    out.putInt(size() - PREFIX).putInt(0);
    out.putShort((short) (sealed.length == 0 ? key.length : key.length | WITH_BODIES)).put(key);
    if (sealed.length > 0) {
      out.putInt(sealed.length).put(sealed);
    }
    out.put(value);
    CRC32C crc = new CRC32C();
    crc.update(out.duplicate().flip().position(start + PREFIX));
    out.putInt(start + 4, (int) crc.getValue());
  }

  /**
   * Takes the next frame off {@code in}.
   *
   * @return null, with the position unchanged, if there is no whole and sound frame
   */
  static @Nullable Frame readFrom(ByteBuffer in) {
    int start = in.position();
    if (in.remaining() < OVERHEAD) {
      return null;
    }
    int length = in.getInt(start);
    if (length < 2 || length > MAX_LENGTH || in.remaining() < PREFIX + length) {
      return null;
    }
    ByteBuffer body = in.slice(start + PREFIX, length);
    CRC32C crc = new CRC32C();
    crc.update(body.duplicate());
    if ((int) crc.getValue() != in.getInt(start + 4) || !fits(body, 0, length)) {
      return null;
    }
    int prefix = body.getShort() & 0xFFFF;
    byte[] key = take(body, prefix & ~WITH_BODIES);
    byte[] sealed = (prefix & WITH_BODIES) == 0 ? NOTHING : take(body, body.getInt());
    byte[] value = take(body, body.remaining());
    in.position(start + PREFIX + length);
    return new Frame(key, sealed, value);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** Whether the lengths within a body are those of parts of it. */
  private static boolean fits(ByteBuffer in, int body, int length) {
    int prefix = in.getShort(body) & 0xFFFF;
    int left = length - 2 - (prefix & ~WITH_BODIES);
    if ((prefix & WITH_BODIES) == 0) {
      return left >= 0;
    }
    if (left < 4) {
      return false;
    }
    int sealed = in.getInt(body + length - left);
    return sealed >= 0 && sealed <= left - 4;
  }

  /**
   * Whether a whole frame may begin at a place, as far as its first bytes tell: its checksum is
   * looked at after that only.
   *
   * @param in has {@link #HEAD} bytes from {@code at} on, or all there are
   * @param available bytes from {@code at} to the end of the file
   */
  static boolean mayBegin(ByteBuffer in, int at, long available) {
    int length = in.getInt(at);
    if (length <= 2 || length > MAX_LENGTH || PREFIX + length > available) {
      return false;
    }
    int key = in.getShort(at + PREFIX) & 0xFFFF & ~WITH_BODIES;
    return key > 0
        && key <= Math.min(MAX_KEY, length - 2)
        && printable(in, at + OVERHEAD, key)
        && fits(in, at + PREFIX, length);
  }

  private static boolean printable(ByteBuffer in, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (in.get(i) <= ' ') { // what is beyond ASCII is negative
        return false;
      }
    }
    return true;
  }
}
