package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.LogLevel;
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
  private final SessionMessages sessionMessages;
  private final SessionStates states;
  private final ServerDescription description;
  private final Operations operations;
  private final Subscribing subscribing;
  private final Elsewhere elsewhere;

  LegacyOperations(
      Sessions sessions,
      SessionMessages sessionMessages,
      SessionStates states,
      ServerDescription description,
      Operations operations,
      Subscribing subscribing,
      Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.subscribing = subscribing;
    this.sessions = sessions;
    this.sessionMessages = sessionMessages;
    this.states = states;
    this.description = description;
    this.operations = operations;
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
    Session session = sessionMessages.session(exchange.conversation());
    if (session != null) {
      if (elsewhere.serves(exchange, session)) {
        return;
      }
      exchange.session(session);
    } else if (sessionMessages.namesUnknownSession(exchange.conversation(), session)) {
      exchange.error(404, ErrorCode.INVALID_REQUEST, "Session not found");
      return;
    }
    switch (exchange.request().method()) {
      case McpMethod.PING -> exchange.result(EMPTY);
      case McpMethod.SET_LEVEL -> setLevel(exchange);
      default -> {
        if (!operations.serve(exchange, Era.LEGACY) && !subscribing.serve(exchange)) {
          exchange.reply(Reply.methodNotFound(200, exchange.id()));
        }
      }
    }
  }

  /**
   * A revision that is not known, or none, is answered with the newest one that has a handshake.
   */
  private void initialize(Exchange exchange) {
    ClientMessage.Request request = exchange.request();
    ProtocolVersion agreed =
        Optional.ofNullable(request.params().protocolVersion())
            .flatMap(ProtocolVersion::of)
            .filter(version -> version.era() == Era.LEGACY)
            .orElse(ProtocolVersion.LATEST_LEGACY);
    Conversation conversation = exchange.conversation();
    ClientCapabilities capabilities =
        ClientCapabilities.read(
            request.body(),
            JsonMembers.find(request.body(), request.params().all(), "capabilities"));
    byte[] result = description.initializeResult(conversation.gateway(), agreed);
    Reply reply = Reply.ok(exchange.response(result));
    if (conversation.session() != null) { // the transport has opened one
      conversation.outlet().opened(agreed, capabilities);
      exchange.reply(reply);
      return;
    }
    String session =
        sessions.open(
            conversation.principal().caller(), conversation.gateway(), agreed, capabilities);
    exchange.reply(reply.opening(session));
  }

  /** Without a session there is nobody to remember it for, and nothing to hear before an answer. */
  private void setLevel(Exchange exchange) {
    ClientMessage.Request request = exchange.request();
    Optional<LogLevel> level =
        JsonMembers.text(request.body(), request.params().all(), "level").flatMap(LogLevel::of);
    Session session = exchange.session();
    if (level.isEmpty()) {
      exchange.error(200, ErrorCode.INVALID_PARAMS, "There is no such log level");
      return;
    }
    if (session != null) {
      states.of(session.id(), exchange.conversation().principal().caller()).logLevel(level.get());
    }
    exchange.result(EMPTY);
  }
}
