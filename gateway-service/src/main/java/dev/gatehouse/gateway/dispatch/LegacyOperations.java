package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The methods of the revisions with a handshake. A call without one is served all the same. */
@Singleton
final class LegacyOperations {
  private static final byte[] EMPTY = utf8("{}");

  private final Sessions sessions;
  private final ServerDescription description;
  private final ToolsList toolsList;
  private final ToolsCall toolsCall;

  LegacyOperations(
      Sessions sessions, ServerDescription description, ToolsList toolsList, ToolsCall toolsCall) {
    this.sessions = sessions;
    this.description = description;
    this.toolsList = toolsList;
    this.toolsCall = toolsCall;
  }

  void serve(Exchange exchange) {
    if (exchange.request().method().equals(McpMethod.INITIALIZE)) {
      initialize(exchange);
      return;
    }
    String version = exchange.header(McpHeader.PROTOCOL_VERSION);
    if (version != null && ProtocolVersion.of(version).isEmpty()) {
      exchange.error(400, ErrorCode.INVALID_REQUEST, "Unsupported protocol version");
      return;
    }
    String session = exchange.header(McpHeader.SESSION_ID);
    if (session != null && !open(session, exchange.conversation())) {
      exchange.error(404, ErrorCode.INVALID_REQUEST, "Session not found");
      return;
    }
    switch (exchange.request().method()) {
      case McpMethod.PING -> exchange.result(EMPTY);
      case McpMethod.TOOLS_LIST -> toolsList.serve(exchange, Era.LEGACY);
      case McpMethod.TOOLS_CALL -> toolsCall.serve(exchange, Era.LEGACY);
      default -> exchange.reply(Reply.methodNotFound(200, exchange.id()));
    }
  }

  private boolean open(String session, Conversation conversation) {
    return sessions
        .find(session, conversation.principal().caller(), conversation.gateway())
        .isPresent();
  }

  /**
   * A revision that is not known, or none, is answered with the newest one that has a handshake.
   */
  private void initialize(Exchange exchange) {
    ProtocolVersion agreed =
        Optional.ofNullable(exchange.request().params().protocolVersion())
            .flatMap(ProtocolVersion::of)
            .filter(version -> version.era() == Era.LEGACY)
            .orElse(ProtocolVersion.LATEST_LEGACY);
    Conversation conversation = exchange.conversation();
    String session =
        sessions.open(conversation.principal().caller(), conversation.gateway(), agreed);
    byte[] result = description.initializeResult(conversation.gateway(), agreed);
    exchange.reply(Reply.ok(exchange.response(result)).opening(session));
  }
}
