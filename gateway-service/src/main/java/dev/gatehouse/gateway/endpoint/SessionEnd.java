package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.forward.Passed;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.gateway.stream.SessionEnds;
import dev.gatehouse.mcp.wire.McpHeader;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;

/** DELETE of a legacy session. */
@Singleton
final class SessionEnd {
  private final Authenticator authenticator;
  private final SessionEnds ends;
  private final Refusals refusals;
  private final Sessions sessions;
  private final Forwarding forwarding;

  SessionEnd(
      Authenticator authenticator,
      SessionEnds ends,
      Refusals refusals,
      Sessions sessions,
      Forwarding forwarding) {
    this.sessions = sessions;
    this.forwarding = forwarding;
    this.authenticator = authenticator;
    this.ends = ends;
    this.refusals = refusals;
  }

  void handle(HttpServerRequest request, Gateway gateway) {
    authenticator
        .admit(Presented.authorization(request, gateway), gateway)
        .onSuccess(admission -> {
          if (admission instanceof Admission.Admitted(Principal principal)) {
            end(request, gateway, principal);
          } else {
            refusals.answer(request, gateway, admission);
          }
        });
  }

  /** The replica that holds the session ends it, so that nothing of it is used after the answer. */
  private void end(HttpServerRequest request, Gateway gateway, Principal principal) {
    String id = request.getHeader(McpHeader.SESSION_ID);
    Session session = id == null ? null : sessions.find(id, principal.caller(), gateway);
    URI owner = session == null ? null : session.elsewhere();
    if (session == null || owner == null) {
      endHere(request, gateway, principal);
      return;
    }
    request.resume();
    forwarding
        .pass(request, gateway, principal, owner, "", new byte[0], null)
        .onSuccess(passed -> {
          if (passed == Passed.ON) {
            sessions.ended(session.id());
          } else {
            endHere(request, gateway, principal);
          }
        });
  }

  void endHere(HttpServerRequest request, Gateway gateway, Principal principal) {
    String id = request.getHeader(McpHeader.SESSION_ID);
    int status =
        id == null
            ? 405 // without a session there is nothing to delete
            : ends.end(id, principal.caller(), gateway) ? 204 : 404;
    request.response().setStatusCode(status).end();
    request.resume();
  }
}
