package dev.gatehouse.mcp.wire;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

/** Frames a message as one server-sent event. */
public final class SseEvent {
  public static final String CONTENT_TYPE = "text/event-stream";

  private static final byte[] HEAD = utf8("event: message\ndata: ");
  private static final byte[] NEXT_LINE = utf8("\ndata: ");
  private static final byte[] END = utf8("\n\n");

  /**
   * @param json a JSON document; line ends between its tokens become further data lines, which the
   *     reader joins again
   */
  public static byte[] message(byte[] json) {
    Bytes out = new Bytes(HEAD.length + json.length + END.length).add(HEAD);
    int from = 0;
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        out.add(json, from, i).add(NEXT_LINE);
        from = i + 1;
      }
    }
    return out.add(json, from, json.length).add(END).toArray();
  }

  private SseEvent() {}
}
