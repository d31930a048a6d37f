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

  /** What one stream takes of it, by turns more and less. */
  static final class Share {
    private final ReplyRoom room;
    private int held;

    Share(ReplyRoom room) {
      this.room = room;
    }

    /**
     * @param bytes that are held from now on
     * @return false if there is no room for so many; then nothing is different
     */
    boolean hold(int bytes) {
      if (bytes > held && !room.take(bytes - held)) {
        return false;
      }
      if (bytes < held) {
        room.give(held - bytes);
      }
      held = bytes;
      return true;
    }
  }
}
