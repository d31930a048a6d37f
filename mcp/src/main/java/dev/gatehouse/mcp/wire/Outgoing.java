package dev.gatehouse.mcp.wire;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * A message on its way out: ready bytes, or a large result where it came in, with what is put
 * around it. So a result is not copied into one more array, which costs less for its bytes than for
 * the memory that they go through. Nobody changes the arrays any more.
 *
 * @param middle the part of {@code source} that stands between head and tail
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record Outgoing(byte[] head, byte[] source, Span middle, byte[] tail) {
  private static final byte[] NOTHING = {};

  /** No message. */
  public static final Outgoing NONE = of(NOTHING);

  public static Outgoing of(byte[] ready) {
    return new Outgoing(ready, NOTHING, Span.NONE, NOTHING);
  }

  public int length() {
    return head.length + middle.length() + tail.length;
  }

  /** In one piece; the bytes themselves where they are in one piece already. */
  public byte[] toArray() {
    return middle.present()
        ? new Bytes(length()).add(head).add(source, middle).add(tail).toArray()
        : head;
  }

  /** Without a copy. */
  public Buffer buffer() {
    return Buffer.buffer(
        middle.present()
            ? Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(head),
                Unpooled.wrappedBuffer(source, middle.start(), middle.length()),
                Unpooled.wrappedBuffer(tail))
            : Unpooled.wrappedBuffer(head));
  }
}
