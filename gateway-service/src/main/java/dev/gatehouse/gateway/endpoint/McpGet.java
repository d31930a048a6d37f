package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.forward.ForwardedStreams;
import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.forward.Passed;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.gateway.stream.Interests;
import dev.gatehouse.gateway.stream.ListenedStreams;
import dev.gatehouse.gateway.stream.Listener;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.SseEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;

/** A GET: the event stream of a legacy session, or what a probe wants to know. */
@Singleton
final class McpGet {
  private final ServerInfo serverInfo;
  private final Admissions admissions;
  private final Sessions sessions;
  private final SessionStates states;
  private final ListenedStreams streams;
  private final Forwarding forwarding;
  private final ForwardedStreams forwardedStreams;

  McpGet(
      ServerInfo serverInfo,
      Admissions admissions,
      Sessions sessions,
      SessionStates states,
      ListenedStreams streams,
      Forwarding forwarding,
      ForwardedStreams forwardedStreams) {
    this.forwarding = forwarding;
    this.forwardedStreams = forwardedStreams;
    this.serverInfo = serverInfo;
    this.admissions = admissions;
    this.sessions = sessions;
    this.states = states;
    this.streams = streams;
  }

  void handle(HttpServerRequest request, Gateway gateway) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    String id = request.getHeader(McpHeader.SESSION_ID);
    if (accept == null || !accept.contains(SseEvent.CONTENT_TYPE)) {
      serverInfo.answer(request, gateway);
    } else if (id == null) { // only sessions have such a stream
      request.response().setStatusCode(405).putHeader("Allow", "POST").end();
    } else {
      admissions.admit(request, gateway, principal -> listen(request, gateway, principal, id));
    }
  }

  private void listen(HttpServerRequest request, Gateway gateway, Principal principal, String id) {
    Session session = sessions.find(id, principal.caller(), gateway);
    URI owner = session == null ? null : session.elsewhere();
    if (session == null) {
      Refusals.send(request, 404, "Session not found");
    } else if (owner != null) {
      forward(request, gateway, principal, owner);
    } else {
      open(request, gateway, principal, session, false);
    }
  }

  private void forward(HttpServerRequest request, Gateway gateway, Principal principal, URI owner) {
    Runnable ended = forwardedStreams.add(request, gateway, principal);
    request.resume();
    forwarding
        .pass(request, gateway, principal, owner, "", new byte[0], null)
        .onSuccess(passed -> {
          ended.run();
          if (passed != Passed.ON) { // nothing was asked for that could have had an effect
            Refusals.send(request, 404, "Session not found");
          }
        });
  }

  /** The same for a client that another replica vouches for. */
  void listenFor(HttpServerRequest request, Gateway gateway, Principal principal) {
    String id = request.getHeader(McpHeader.SESSION_ID);
    Session session = id == null ? null : sessions.find(id, principal.caller(), gateway);
    if (session == null || session.elsewhere() != null) {
      Refusals.send(request, 404, "Session not found");
    } else {
      open(request, gateway, principal, session, true);
    }
  }

  private void open(
      HttpServerRequest request,
      Gateway gateway,
      Principal principal,
      Session session,
      boolean vouchedFor) {
    if (!streams.room(principal)) {
      Refusals.send(request, 429, "Too many open streams");
      return;
    }
    EventStream stream = EventStream.begin(request).open();
    SessionState state = states.of(session.id(), principal.caller());
    state.listen(stream);
    streams.add(
        stream,
        new Listener(
            gateway,
            principal,
            vouchedFor ? null : Presented.authorization(request, gateway),
            vouchedFor,
            Interests.ALL.within(gateway.capabilities()),
            null,
            state.watched()),
        null,
        () -> states.stopListening(session.id(), stream));
    request.resume();
  }
}
