package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.Flaw;
import dev.gatehouse.mcp.wire.ResultWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param status HTTP status
 * @param body JSON-RPC message; empty for none
 * @param session id of a session that was opened
 */
record DemoReply(int status, Buffer body, @Nullable String session) {
  private static final byte[] NO_ID = {};

  static DemoReply empty(int status) {
    return new DemoReply(status, Buffer.buffer(), null);
  }

  static DemoReply result(ClientMessage.Request request, ObjectNode result) {
    byte[] bytes = result.toString().getBytes(StandardCharsets.UTF_8);
    return of(200, ResultWriter.response(request.body(), request.id(), bytes));
  }

  static DemoReply error(int status, ClientMessage.Request request, int code, String message) {
    return of(status, ErrorWriter.error(request.id().copy(request.body()), code, message));
  }

  /** An error that answers no request in particular. */
  static DemoReply error(int status, int code, String message) {
    return of(status, ErrorWriter.error(NO_ID, code, message));
  }

  /** The answer to what is no message. */
  static DemoReply malformed(byte[] id, Flaw flaw) {
    return of(400, ErrorWriter.error(id, flaw.code(), flaw.sentence()));
  }

  static DemoReply of(int status, byte[] message) {
    return new DemoReply(status, Buffer.buffer(message), null);
  }

  DemoReply opening(String sessionId) {
    return new DemoReply(status, body, sessionId);
  }
}
