package dev.gatehouse.auth.login;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Tells connector-sync-service who is signed in at the browser whose cookies it passes on (ADR
 * 0017). Never routed from outside; no other service has a use for it.
 */
@Path("/internal/browser-session")
@Produces(MediaType.APPLICATION_JSON)
class BrowserSessionResource {
  private final Cookies cookies;
  private final Sessions sessions;

  BrowserSessionResource(Cookies cookies, Sessions sessions) {
    this.cookies = cookies;
    this.sessions = sessions;
  }

  record SignedIn(String user) {}

  /** 204 if nobody is. */
  @GET
  @RolesAllowed("service:connector-sync")
  public Response get(@Context HttpHeaders headers) {
    return sessions
        .user(cookies.read(headers))
        .map(user -> Response.ok(new SignedIn(user.id())))
        .orElseGet(Response::noContent)
        .build();
  }
}
