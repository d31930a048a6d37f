package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * What goes back for one message.
 *
 * @param body the JSON-RPC message; {@link Outgoing#NONE} for none
 * @param error {@code error.type} of metrics and spans; null for none
 * @param sessionId of a session that was opened
 * @param challenge value of {@code WWW-Authenticate}
 */
record Reply(
    int status,
    Outgoing body,
    @Nullable String error,
    @Nullable String sessionId,
    @Nullable String challenge) {

  /** Outside the range that JSON-RPC and MCP reserve. */
  private static final int REQUEST_CANCELLED = -32800;

  static Reply ok(byte[] body) {
    return ok(Outgoing.of(body));
  }

  static Reply ok(Outgoing body) {
    return new Reply(200, body, null, null, null);
  }

  /** A tool result that says of itself that it is an error. */
  static Reply toolError(byte[] body) {
    return toolError(Outgoing.of(body));
  }

  static Reply toolError(Outgoing body) {
    return new Reply(200, body, "tool_error", null, null);
  }

  static Reply accepted() {
    return new Reply(202, Outgoing.NONE, null, null, null);
  }

  /**
   * To a request that the client has cancelled: an event stream without an answer, as the protocol
   * asks for, or an error where the client takes no events.
   */
  static Reply cancelled(Exchange exchange) {
    return exchange.conversation().outlet().streams()
        ? new Reply(200, Outgoing.NONE, "cancelled", null, null)
        : error(200, exchange.id(), REQUEST_CANCELLED, "The request was cancelled");
  }

  /**
   * @param id the raw id; empty for none
   */
  static Reply error(int status, byte[] id, int code, String message) {
    return error(status, code, ErrorWriter.error(id, code, message));
  }

  static Reply error(int status, int code, byte[] body) {
    return new Reply(status, Outgoing.of(body), Integer.toString(code), null, null);
  }

  static Reply methodNotFound(int status, byte[] id) {
    return error(status, id, ErrorCode.METHOD_NOT_FOUND, "Method not found");
  }

  Reply opening(String session) {
    return new Reply(status, body, error, session, challenge);
  }

  Reply challenging(String header) {
    return new Reply(status, body, error, sessionId, header);
  }
}
