package dev.gatehouse.gateway.audit;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a spool file: length of the rest (4 bytes), CRC-32C of the rest (4), length of the
 * Kafka key (2), key, value. What a process did not finish to write is told by length or checksum.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record Frame(byte[] key, byte[] value) {
  static final int OVERHEAD = 10;
  private static final int PREFIX = 8;
  private static final int MAX_LENGTH = 16 << 20;

  int size() {
    return OVERHEAD + key.length + value.length;
  }

  void writeTo(ByteBuffer out) {
    CRC32C crc = new CRC32C();
    crc.update(key.length >>> 8);
    crc.update(key.length & 0xFF);
    crc.update(key);
    crc.update(value);
    out.putInt(2 + key.length + value.length)
        .putInt((int) crc.getValue())
        .putShort((short) key.length)
        .put(key)
        .put(value);
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
    int keyLength = body.getShort(0) & 0xFFFF;
    if ((int) crc.getValue() != in.getInt(start + 4) || keyLength > length - 2) {
      return null;
    }
    byte[] key = new byte[keyLength];
    byte[] value = new byte[length - 2 - keyLength];
    body.position(2).get(key).get(value);
    in.position(start + PREFIX + length);
    return new Frame(key, value);
  }
}
