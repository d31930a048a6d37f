package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.stream.SessionEnds;
import dev.gatehouse.mcp.wire.McpHeader;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** DELETE of a legacy session. */
@Singleton
final class SessionEnd {
  private final Authenticator authenticator;
  private final SessionEnds ends;
  private final Refusals refusals;

  SessionEnd(Authenticator authenticator, SessionEnds ends, Refusals refusals) {
    this.authenticator = authenticator;
    this.ends = ends;
    this.refusals = refusals;
  }

  void handle(HttpServerRequest request, Gateway gateway) {
    authenticator
        .admit(Presented.authorization(request, gateway), gateway)
        .onSuccess(admission -> {
          if (admission instanceof Admission.Admitted admitted) {
            String id = request.getHeader(McpHeader.SESSION_ID);
            int status =
                id == null
                    ? 405 // without a session there is nothing to delete
                    : ends.end(id, admitted.principal().caller(), gateway) ? 204 : 404;
            request.response().setStatusCode(status).end();
          } else {
            refusals.answer(request, gateway, admission);
          }
        });
  }
}
