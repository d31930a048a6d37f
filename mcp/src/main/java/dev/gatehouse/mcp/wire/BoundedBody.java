package dev.gatehouse.mcp.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects a body that comes in chunks, up to a bound, with one copy where its length is known. */
public final class BoundedBody {
  private static final int UNKNOWN_LENGTH = 4096;

  /** A length that is only claimed takes no more room than this. */
  private static final int MAX_RESERVED = 64 << 10;

  private final int maxBytes;
  private byte[] array;
  private int length;
  private boolean tooLarge;

  /**
   * @param contentLength value of the header, null or nonsense if it is not known
   */
  public BoundedBody(int maxBytes, @Nullable String contentLength) {
    this.maxBytes = maxBytes;
    this.array = new byte[Math.min(Math.min(maxBytes, MAX_RESERVED), expected(contentLength))];
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
      array = new byte[0];
      length = 0;
      return false;
    }
    if (added > array.length - length) {
      array = Arrays.copyOf(array, (int) Math.min(maxBytes, 2L * (length + added)));
    }
    chunk.getBytes(array, length);
    length += added;
    return true;
  }

  public boolean tooLarge() {
    return tooLarge;
  }

  public byte[] toArray() {
    return length == array.length ? array : Arrays.copyOf(array, length);
  }
}
