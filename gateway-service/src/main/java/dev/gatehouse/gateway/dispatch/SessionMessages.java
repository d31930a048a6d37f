package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.RunningRequests;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.Span;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What legacy clients send besides requests: notifications, and answers to our questions. */
@Singleton
final class SessionMessages {
  private static final byte[] NO_ID = {};

  private final Sessions sessions;
  private final SessionStates states;
  private final RunningRequests running;

  SessionMessages(Sessions sessions, SessionStates states, RunningRequests running) {
    this.sessions = sessions;
    this.states = states;
    this.running = running;
  }

  /** The session that a message belongs to; null if it names none, or none that is open. */
  @Nullable Session session(Conversation conversation) {
    if (conversation.session() != null) {
      return conversation.session();
    }
    String id = conversation.header(McpHeader.SESSION_ID);
    return id == null
        ? null
        : sessions.find(id, conversation.principal().caller(), conversation.gateway());
  }

  /** Whether a message names a session that is not open, or not the caller's. */
  boolean namesUnknownSession(Conversation conversation, @Nullable Session session) {
    return session == null && conversation.header(McpHeader.SESSION_ID) != null;
  }

  Reply take(Conversation conversation, ClientMessage.Notification notification) {
    Session session = session(conversation);
    if (namesUnknownSession(conversation, session)) {
      return unknownSession();
    }
    if (session != null && notification.method().equals(McpMethod.CANCELLED)) {
      Span id = JsonMembers.find(notification.body(), notification.params().all(), "requestId");
      if (id.present()) {
        running.cancel(session.id(), id.text(notification.body()));
      }
    }
    return Reply.accepted();
  }

  Reply take(Conversation conversation, ClientMessage.Response response) {
    Session session = session(conversation);
    if (namesUnknownSession(conversation, session)) {
      return unknownSession();
    }
    SessionState state = session == null ? null : states.find(session.id());
    if (state != null) {
      state.answer(response.id().text(response.body()), member(response));
    }
    return Reply.accepted();
  }

  private static byte[] member(ClientMessage.Response response) {
    Span value = response.result().present() ? response.result() : response.error();
    return new Bytes(16 + value.length())
        .add(utf8(response.result().present() ? "\"result\":" : "\"error\":"))
        .add(response.body(), value)
        .toArray();
  }

  private static Reply unknownSession() {
    return Reply.error(404, NO_ID, ErrorCode.INVALID_REQUEST, "Session not found");
  }
}
