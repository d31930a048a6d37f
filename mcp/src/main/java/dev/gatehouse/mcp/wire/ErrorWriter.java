package dev.gatehouse.mcp.wire;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import java.util.List;

/** Writes JSON-RPC error responses. */
public final class ErrorWriter {
  private static final byte[] NO_DATA = {};
  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",");
  private static final byte[] ID = utf8("\"id\":");
  private static final byte[] ERROR = utf8("\"error\":{\"code\":");
  private static final byte[] MESSAGE = utf8(",\"message\":");
  private static final byte[] DATA = utf8(",\"data\":");

  /**
   * @param id the raw id; empty leaves the member out, which is how MCP answers what has none
   */
  public static byte[] error(byte[] id, int code, String message) {
    return error(id, code, message, NO_DATA);
  }

  /**
   * @param data raw JSON; empty for none
   */
  public static byte[] error(byte[] id, int code, String message, byte[] data) {
    Bytes out = new Bytes(96 + id.length + message.length() + data.length).add(HEAD);
    if (id.length > 0) {
      out.add(ID).add(id).add(',');
    }
    out.add(ERROR).add(code).add(MESSAGE).quote(message);
    if (data.length > 0) {
      out.add(DATA).add(data);
    }
    return out.add('}').add('}').toArray();
  }

  /** {@code -32022} with the versions to choose from (2026-07-28, versioning). */
  public static byte[] unsupportedVersion(byte[] id, String requested, List<String> supported) {
    Bytes data = new Bytes(64).add(utf8("{\"supported\":["));
    for (int i = 0; i < supported.size(); i++) {
      if (i > 0) {
        data.add(',');
      }
      data.quote(supported.get(i));
    }
    data.add(utf8("],\"requested\":")).quote(requested).add('}');
    return error(id, ErrorCode.UNSUPPORTED_VERSION, "Unsupported protocol version", data.toArray());
  }

  private ErrorWriter() {}
}
