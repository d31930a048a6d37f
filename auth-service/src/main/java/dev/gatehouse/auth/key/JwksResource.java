package dev.gatehouse.auth.key;

import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Public keys of the access tokens (RFC 7517). */
@Path("/oauth/jwks")
class JwksResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.JWKS;

  private final KeyRing keys;

  JwksResource(KeyRing keys) {
    this.keys = keys;
  }

  @GET
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  public Response get() {
    return Response.ok(keys.verifying().toString(true))
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
