package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.gateway.stream.Interests;
import dev.gatehouse.gateway.stream.ListenedStreams;
import dev.gatehouse.gateway.stream.Listener;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.SseEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** A GET: the event stream of a legacy session, or what a probe wants to know. */
@Singleton
final class McpGet {
  private final ServerInfo serverInfo;
  private final Admissions admissions;
  private final Sessions sessions;
  private final SessionStates states;
  private final ListenedStreams streams;

  McpGet(
      ServerInfo serverInfo,
      Admissions admissions,
      Sessions sessions,
      SessionStates states,
      ListenedStreams streams) {
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
    if (session == null) {
      Refusals.send(request, 404, "Session not found");
      return;
    }
    if (!streams.room(principal)) {
      Refusals.send(request, 429, "Too many open streams");
      return;
    }
    EventStream stream = EventStream.begin(request).open();
    states.listen(session.id(), stream);
    streams.add(
        stream,
        new Listener(
            gateway,
            principal,
            Presented.authorization(request, gateway),
            Interests.ALL.within(gateway.capabilities()),
            null,
            states.of(session.id()).watched()),
        null,
        () -> states.stopListening(session.id(), stream));
    request.resume();
  }
}
