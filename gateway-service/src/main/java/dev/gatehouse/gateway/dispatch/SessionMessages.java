package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.RunningRequests;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
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
  private final Elsewhere elsewhere;

  SessionMessages(
      Sessions sessions, SessionStates states, RunningRequests running, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
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
    Session session =
        id == null
            ? null
            : sessions.find(id, conversation.principal().caller(), conversation.gateway());
    boolean lost = session != null && session.elsewhere() != null && conversation.forwarded();
    return lost ? null : session;
  }

  /** Whether a message names a session that is not open, or not the caller's. */
  boolean namesUnknownSession(Conversation conversation, @Nullable Session session) {
    return session == null && conversation.header(McpHeader.SESSION_ID) != null;
  }

  void take(Conversation conversation, ClientMessage.Notification notification) {
    Session session = session(conversation);
    if (namesUnknownSession(conversation, session)) {
      conversation.answer(Elsewhere.sessionNotFound(NO_ID));
      return;
    }
    if (session != null && notification.method().equals(McpMethod.CANCELLED)) {
      if (elsewhere.takes(conversation, session, notification.body())) {
        return;
      }
      Span id = JsonMembers.find(notification.body(), notification.params().all(), "requestId");
      if (id.present()) {
        running.cancel(session.id(), id.text(notification.body()));
      }
    }
    conversation.answer(Reply.accepted());
  }

  void take(Conversation conversation, ClientMessage.Response response) {
    Session session = session(conversation);
    if (namesUnknownSession(conversation, session)) {
      conversation.answer(Elsewhere.sessionNotFound(NO_ID));
      return;
    }
    if (elsewhere.takes(conversation, session, response.body())) {
      return;
    }
    SessionState state = session == null ? null : states.find(session.id());
    if (state != null) {
      state.answer(response.id().text(response.body()), member(response));
    }
    conversation.answer(Reply.accepted());
  }

  private static byte[] member(ClientMessage.Response response) {
    Span value = response.result().present() ? response.result() : response.error();
    return new Bytes(16 + value.length())
        .add(utf8(response.result().present() ? "\"result\":" : "\"error\":"))
        .add(response.body(), value)
        .toArray();
  }
}
