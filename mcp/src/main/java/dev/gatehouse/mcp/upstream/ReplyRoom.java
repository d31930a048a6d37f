package dev.gatehouse.mcp.upstream;

/**
 * Room for the replies that are being read at a time, of all upstreams together: each alone may be
 * within its bound, and all of them still more than there is memory for. Belongs to one event loop.
 */
public final class ReplyRoom {
  private final long bytes;
  private long taken;

  /**
   * @param bytes that may be held at a time
   */
  public ReplyRoom(long bytes) {
    this.bytes = bytes;
  }

  /** For who asks few upstreams at a time. */
  static ReplyRoom unbounded() {
    return new ReplyRoom(Long.MAX_VALUE);
  }

  long bytes() {
    return bytes;
  }

  /**
   * @return false if there is no room; then nothing was taken
   */
  boolean take(int more) {
    if (taken + more > bytes) {
      return false;
    }
    taken += more;
    return true;
  }

  void give(long back) {
    taken -= back;
  }
}
