package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.dispatch.Conversation;
import dev.gatehouse.gateway.dispatch.Dispatcher;
import dev.gatehouse.gateway.dispatch.SseConnection;
import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.gateway.stream.Interests;
import dev.gatehouse.gateway.stream.ListenedStreams;
import dev.gatehouse.gateway.stream.Listener;
import dev.gatehouse.gateway.stream.SessionEnds;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP+SSE transport (2024-11-05) below a gateway: {@code GET …/sse} is the stream, {@code POST
 * …/messages} takes what is answered there. The session in the query is no credential: each post is
 * authenticated by itself. A stream lives at one replica, to which the others pass on what is
 * posted.
 */
@Singleton
final class LegacySse {
  static final String STREAM = "/sse";
  static final String MESSAGES = "/messages";

  /** Query parameter that names the session. */
  private static final String SESSION = "sessionId";

  private final Admissions admissions;
  private final Sessions sessions;
  private final SessionEnds ends;
  private final SessionStates states;
  private final ListenedStreams streams;
  private final Dispatcher dispatcher;
  private final Bodies bodies;
  private final Lanes lanes;
  private final Forwarding forwarding;
  private final Map<String, SseConnection> connections = new ConcurrentHashMap<>();

  LegacySse(
      Admissions admissions,
      Sessions sessions,
      SessionEnds ends,
      SessionStates states,
      ListenedStreams streams,
      Dispatcher dispatcher,
      Bodies bodies,
      Lanes lanes,
      Forwarding forwarding) {
    this.forwarding = forwarding;
    this.admissions = admissions;
    this.sessions = sessions;
    this.ends = ends;
    this.states = states;
    this.streams = streams;
    this.dispatcher = dispatcher;
    this.bodies = bodies;
    this.lanes = lanes;
  }

  void stream(HttpServerRequest request, Gateway gateway) {
    admissions.admit(request, gateway, principal -> open(request, gateway, principal));
  }

  private void open(HttpServerRequest request, Gateway gateway, Principal principal) {
    if (!streams.room(principal)) {
      Refusals.send(request, 429, "Too many open streams");
      return;
    }
    ProtocolVersion version = ProtocolVersion.V2024_11_05;
    String id = sessions.open(principal.caller(), gateway, version, ClientCapabilities.NONE);
    EventStream stream = EventStream.begin(request);
    String path = Objects.requireNonNull(request.path()); // it has led here
    String messages = path.substring(0, path.length() - STREAM.length()) + MESSAGES;
    stream.send("endpoint", messages + "?" + SESSION + "=" + id);
    connections.put(
        id,
        new SseConnection(
            stream,
            new Session(id, version, ClientCapabilities.NONE, System.currentTimeMillis(), null)));
    SessionState state = states.of(id, principal.caller());
    state.listen(stream);
    streams.add(
        stream,
        new Listener(
            gateway,
            principal,
            Presented.authorization(request, gateway),
            false,
            Interests.ALL.within(gateway.capabilities()),
            null,
            state.watched()),
        null,
        () -> {
          connections.remove(id);
          ends.end(id, principal.caller(), gateway);
        });
    request.resume();
  }

  void message(HttpServerRequest request, Gateway gateway) {
    long started = System.nanoTime();
    admissions.admit(
        request,
        gateway,
        principal -> {
          String id = request.getParam(SESSION);
          Session session = id == null ? null : sessions.find(id, principal.caller(), gateway);
          URI owner = session == null ? null : session.elsewhere();
          if (session == null || owner == null) {
            take(request, gateway, principal, started, false);
          } else {
            bodies.read(
                request, body -> forward(request, gateway, principal, owner, session, body));
          }
        });
  }

  private void forward(
      HttpServerRequest request,
      Gateway gateway,
      Principal principal,
      URI owner,
      Session session,
      byte[] body) {
    String below = MESSAGES + "?" + SESSION + "=" + session.id();
    forwarding
        .pass(request, gateway, principal, owner, below, body, null)
        .onSuccess(passed -> {
          switch (passed) {
            case ON -> {
              // answered
            }
            case GONE -> Refusals.send(request, 404, "Session not found");
            case BROKEN -> Refusals.send(request, 502, "The replica of the session broke off");
          }
        });
  }

  /**
   * @param forwarded whether another replica vouches for the caller
   */
  void take(
      HttpServerRequest request,
      Gateway gateway,
      Principal principal,
      long started,
      boolean forwarded) {
    String id = request.getParam(SESSION);
    SseConnection connection =
        id == null || sessions.find(id, principal.caller(), gateway) == null
            ? null
            : connections.get(id);
    if (connection == null) {
      Refusals.send(request, 404, "Session not found");
      return;
    }
    bodies.read(
        request,
        body -> {
          request.response().setStatusCode(202).end();
          Conversation post =
              new Conversation(request, gateway, principal, lanes.current(), started, forwarded);
          dispatcher.dispatch(connection.conversation(post), body);
        });
  }
}
