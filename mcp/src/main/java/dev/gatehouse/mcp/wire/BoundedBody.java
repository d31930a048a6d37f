package dev.gatehouse.mcp.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body that comes in chunks, up to a bound. A body that comes in one chunk, as most do,
 * is not copied; another is copied once where its length is known.
 */
public final class BoundedBody {
  private static final int UNKNOWN_LENGTH = 4096;

  /** A length that is only claimed takes no more room than this. */
  private static final int MAX_RESERVED = 64 << 10;

  private static final byte[] NOTHING = {};

  private final int maxBytes;
  private final int expected;
  private byte[] array = NOTHING;
  private int length;
  private boolean tooLarge;

  /**
   * @param contentLength value of the header, null or nonsense if it is not known
   */
  public BoundedBody(int maxBytes, @Nullable String contentLength) {
    this.maxBytes = maxBytes;
    this.expected = Math.min(Math.min(maxBytes, MAX_RESERVED), expected(contentLength));
  }

  private static int expected(@Nullable String contentLength) {
    try {
      return contentLength == null ? UNKNOWN_LENGTH : Math.max(0, Integer.parseInt(contentLength));
    } catch (NumberFormatException e) {
      return UNKNOWN_LENGTH;
    }
  }

  /**
   * @return false once the bound is passed; what there was is dropped then
   */
  public boolean add(Buffer chunk) {
    int added = chunk.length();
    if (tooLarge || added > maxBytes - length) {
      tooLarge = true;
      array = NOTHING;
      length = 0;
      return false;
    }
    if (length == 0 && added == expected && isWhole(chunk.getByteBuf())) {
      array = chunk.getByteBuf().array();
      length = added;
      return true;
    }
    if (added > array.length - length) {
      long room = length == 0 ? Math.max(expected, added) : 2L * (length + added);
      array = Arrays.copyOf(array, (int) Math.min(maxBytes, room));
    }
    chunk.getBytes(array, length);
    length += added;
    return true;
  }

  /** Vert.x hands out chunks that it has copied from the socket's buffers, and forgets them. */
  private static boolean isWhole(ByteBuf chunk) {
    return chunk.hasArray() && chunk.array().length == chunk.readableBytes();
  }

  public boolean tooLarge() {
    return tooLarge;
  }

  public byte[] toArray() {
    return length == array.length ? array : Arrays.copyOf(array, length);
  }
}
