package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Finds whole and sound frames behind what is damaged in a file of the spool. No frame is within
 * another one: a length begins with a zero byte, of which JSON has none, and what is not JSON is
 * encrypted. Whatever lengths the file tells, a window of it is in memory, and a bound is set to
 * what is checksummed in vain.
 */
final class FrameSearch {
  /** There is no such frame. */
  static final long NONE = -1;

  private static final int WINDOW_BYTES = 64 << 10;
  private static final int CHECKSUMMED_BY_BYTE = 64;

  private final FileChannel in;
  private final long end;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private final ByteBuffer part = ByteBuffer.allocate(WINDOW_BYTES);
  private long windowStart;

  /** Of what looks like a frame and is none; enough for a large one, and some for each byte. */
  private long toChecksum = 32 << 20;

  /**
   * @param end of what is looked at
   */
  FrameSearch(FileChannel in, long end) {
    this.in = in;
    this.end = end;
    window.limit(0);
  }

  /** The first place from a place on where a sound frame begins, or {@link #NONE}. */
  long from(long position) throws IOException {
    for (long at = position; at <= end - Frame.OVERHEAD; at++) {
      toChecksum += CHECKSUMMED_BY_BYTE;
      int index = show(at);
      if (Frame.mayBegin(window, index, end - at) && sound(at, window.getInt(index))) {
        return at;
      }
    }
    return NONE;
  }

  /** The whole of the frame at a place where one was found. */
  ByteBuffer frame(long at) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Frame.PREFIX + window.getInt(show(at)));
    fill(all, at);
    return all;
  }

  /** Sees to it that the window has the head of a frame; returns where. */
  private int show(long at) throws IOException {
    boolean shown =
        at >= windowStart && Math.min(at + Frame.HEAD, end) <= windowStart + window.limit();
    if (!shown) {
      windowStart = at;
      fill(window.clear().limit((int) Math.min(WINDOW_BYTES, end - at)), at);
    }
    return (int) (at - windowStart);
  }

  private boolean sound(long at, int length) throws IOException {
    if (length > toChecksum) {
      return false;
    }
    int expected = window.getInt((int) (at - windowStart) + 4);
    CRC32C crc = new CRC32C();
    long stop = at + Frame.PREFIX + length;
    for (long next = at + Frame.PREFIX; next < stop; next += part.limit()) {
      fill(part.clear().limit((int) Math.min(WINDOW_BYTES, stop - next)), next);
      crc.update(part);
    }
    boolean sound = (int) crc.getValue() == expected;
    if (!sound) {
      toChecksum -= length;
    }
    return sound;
  }

  /** A file that is written is never cut, so that there is no end before the end. */
  private void fill(ByteBuffer into, long from) throws IOException {
    while (into.hasRemaining()) {
      if (in.read(into, from + into.position()) < 0) {
        throw new IOException("a file of the audit spool has become shorter");
      }
    }
    into.flip();
  }
}
