package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Streamable HTTP with a handshake and sessions: 2025-11-25 and 2025-06-18. */
final class LegacyRequests {
  private static final List<String> SPOKEN =
      List.of(ProtocolVersion.V2025_11_25.wireName(), ProtocolVersion.V2025_06_18.wireName());

  private final DemoServer server;
  private final LegacySessions sessions = new LegacySessions();

  LegacyRequests(DemoServer server) {
    this.server = server;
  }

  DemoReply answer(ClientMessage.Request request, MultiMap headers) {
    if (request.method().equals(McpMethod.INITIALIZE)) {
      return initialize(request);
    }
    Optional<DemoReply> refusal = refusal(headers);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (request.method()) {
      case McpMethod.PING -> DemoReply.result(request, JsonNodeFactory.instance.objectNode());
      case McpMethod.TOOLS_LIST -> server.list(request, UnaryOperator.identity());
      case McpMethod.TOOLS_CALL -> server.call(request, UnaryOperator.identity());
      default -> server.unknownMethod(200, request);
    };
  }

  /** What a message without an answer is taken with. */
  DemoReply accept(MultiMap headers) {
    return refusal(headers).orElseGet(() -> DemoReply.empty(202));
  }

  /** Ends a session at its client's wish. */
  DemoReply end(MultiMap headers) {
    return refusal(headers)
        .orElseGet(() -> {
          sessions.close(headers.get(McpHeader.SESSION_ID));
          return DemoReply.empty(204);
        });
  }

  private DemoReply initialize(ClientMessage.Request request) {
    String asked = request.params().protocolVersion();
    if (asked == null) {
      return DemoReply.error(
          200, request, ErrorCode.INVALID_PARAMS, "The params lack protocolVersion");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("protocolVersion", SPOKEN.contains(asked) ? asked : SPOKEN.getFirst());
    result.putObject("capabilities").putObject("tools");
    result.set("serverInfo", DemoServer.info());
    result.put("instructions", DemoServer.INSTRUCTIONS);
    return DemoReply.result(request, result).opening(sessions.open());
  }

  private Optional<DemoReply> refusal(MultiMap headers) {
    String version = headers.get(McpHeader.PROTOCOL_VERSION);
    if (version != null && !SPOKEN.contains(version)) {
      return refuse(400, "Unsupported protocol version; spoken are " + SPOKEN);
    }
    String session = headers.get(McpHeader.SESSION_ID);
    if (session == null) {
      return refuse(400, McpHeader.SESSION_ID + " is missing");
    }
    return sessions.isOpen(session) ? Optional.empty() : refuse(404, "There is no such session");
  }

  private static Optional<DemoReply> refuse(int status, String reason) {
    return Optional.of(DemoReply.error(status, ErrorCode.INVALID_REQUEST, reason));
  }
}
