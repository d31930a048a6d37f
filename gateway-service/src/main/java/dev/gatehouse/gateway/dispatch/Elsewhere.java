package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.forward.Passed;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpMethod;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a session that another replica holds: its log level, subscriptions and
 * conversations with upstreams, and the calls that can be cancelled or can ask something.
 */
@Singleton
final class Elsewhere {
  private static final byte[] NO_ID = {};

  private static final Set<String> OF_THE_OWNER =
      Set.of(
          McpMethod.TOOLS_CALL,
          McpMethod.RESOURCES_READ,
          McpMethod.PROMPTS_GET,
          McpMethod.COMPLETE,
          McpMethod.SET_LEVEL,
          McpMethod.RESOURCES_SUBSCRIBE,
          McpMethod.RESOURCES_UNSUBSCRIBE);

  private final Forwarding forwarding;

  Elsewhere(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  /**
   * @return whether the request is served by the replica that holds the session
   */
  boolean serves(Exchange exchange, Session session) {
    URI owner = session.elsewhere();
    if (owner == null || !OF_THE_OWNER.contains(exchange.request().method())) {
      return false;
    }
    pass(
            exchange.conversation(),
            owner,
            exchange.request().body(),
            exchange.traceParent(exchange.span()))
        .onSuccess(passed -> {
          switch (passed) {
            case ON -> exchange.ended(null);
            case GONE -> exchange.reply(sessionNotFound(exchange.id()));
            case BROKEN -> exchange.reply(brokenOff(exchange.id()));
          }
        });
    return true;
  }

  /**
   * The same for a message without an answer of its own, or for several messages.
   *
   * @return whether it was handed on
   */
  boolean takes(Conversation conversation, @Nullable Session session, byte[] body) {
    URI owner = session == null ? null : session.elsewhere();
    if (owner == null) {
      return false;
    }
    pass(conversation, owner, body, null)
        .onSuccess(passed -> {
          switch (passed) {
            case ON -> {
              // answered
            }
            case GONE -> conversation.answer(sessionNotFound(NO_ID));
            case BROKEN -> conversation.answer(brokenOff(NO_ID));
          }
        });
    return true;
  }

  private Future<Passed> pass(
      Conversation conversation, URI owner, byte[] body, @Nullable String traceParent) {
    return forwarding.pass(
        conversation.http(),
        conversation.gateway(),
        conversation.principal(),
        owner,
        "",
        body,
        traceParent);
  }

  /** The client has to initialise anew. */
  static Reply sessionNotFound(byte[] id) {
    return Reply.error(404, id, ErrorCode.INVALID_REQUEST, "Session not found");
  }

  private static Reply brokenOff(byte[] id) {
    return Reply.error(
        502,
        id,
        ErrorCode.INTERNAL_ERROR,
        "The replica that holds the session broke off. The request may have had its effect.");
  }
}
