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
  private static final int PREFIX = 8;
  private static final int MAX_LENGTH = 16 << 20;

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
    if ((int) crc.getValue() != in.getInt(start + 4)) {
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
    byte[] bytes = new byte[Math.min(length, in.remaining())];
    in.get(bytes);
    return bytes;
  }
}
