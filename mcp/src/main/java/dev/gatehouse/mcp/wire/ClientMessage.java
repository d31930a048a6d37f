package dev.gatehouse.mcp.wire;

/** What a client's POST body turned out to be. */
public sealed interface ClientMessage {

  /**
   * A request.
   *
   * @param body the bytes that all spans point into
   * @param id the raw id, quotes included, to be echoed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would defeat the purpose
  record Request(byte[] body, Span id, String method, RequestParams params)
      implements ClientMessage {}

  /** A notification: no id, never answered. */
  @SuppressWarnings("ArrayRecordComponent")
  record Notification(byte[] body, String method, RequestParams params) implements ClientMessage {}

  /** An answer to a request of the server (legacy revisions). */
  @SuppressWarnings("ArrayRecordComponent")
  record Response(byte[] body, Span id, Span result, Span error) implements ClientMessage {}

  /** A JSON array: batching exists in 2025-03-26 only. The elements were not looked at. */
  record Batch() implements ClientMessage {}

  /**
   * Refused.
   *
   * @param id the raw id if it had been read before the flaw was met, else empty
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Malformed(Flaw flaw, byte[] id) implements ClientMessage {}
}
