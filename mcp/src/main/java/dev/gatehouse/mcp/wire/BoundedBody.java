package dev.gatehouse.mcp.wire;

import org.jspecify.annotations.Nullable;

/**
 * Collects a body that comes in chunks, up to a bound. One chunk, the usual case, is not copied.
 */
public final class BoundedBody {
  private static final byte[] EMPTY = {};

  private final int maxBytes;
  private byte @Nullable [] first;
  private @Nullable Bytes more;
  private long length;

  public BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * @param chunk handed over: must not be changed afterwards
   * @return false once the bound is passed; what there was is dropped then
   */
  public boolean add(byte[] chunk) {
    length += chunk.length;
    if (tooLarge()) {
      first = null;
      more = null;
      return false;
    }
    if (first == null) {
      first = chunk;
      return true;
    }
    if (more == null) {
      more = new Bytes((int) Math.min(maxBytes, 4 * length)).add(first);
    }
    more.add(chunk);
    return true;
  }

  public boolean tooLarge() {
    return length > maxBytes;
  }

  public byte[] toArray() {
    return more != null ? more.toArray() : first != null ? first : EMPTY;
  }
}
