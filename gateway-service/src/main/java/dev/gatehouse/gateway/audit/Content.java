package dev.gatehouse.gateway.audit;

import dev.gatehouse.mcp.wire.Span;

/** Bytes that a record tells of: a part of a message, not copied. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record Content(byte[] source, int start, int end) {
  public static final Content NONE = new Content(new byte[0], 0, 0);

  public static Content of(byte[] source, Span span) {
    return span.present() ? new Content(source, span.start(), span.end()) : NONE;
  }

  public static Content of(byte[] whole) {
    return new Content(whole, 0, whole.length);
  }

  int length() {
    return end - start;
  }
}
