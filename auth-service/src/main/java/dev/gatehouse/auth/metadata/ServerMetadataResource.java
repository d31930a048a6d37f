package dev.gatehouse.auth.metadata;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Discovery by RFC 8414 and by OpenID Connect Discovery; the issuer has no path. */
@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
class ServerMetadataResource {
  private final ServerMetadata metadata;

  ServerMetadataResource(ServerMetadata metadata) {
    this.metadata = metadata;
  }

  @GET
  @Path("/oauth-authorization-server")
  @PermitAll
  public Response authorizationServer() {
    return answer();
  }

  @GET
  @Path("/openid-configuration")
  @PermitAll
  public Response openidConfiguration() {
    return answer();
  }

  private Response answer() {
    return Response.ok(metadata.json())
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }
}
