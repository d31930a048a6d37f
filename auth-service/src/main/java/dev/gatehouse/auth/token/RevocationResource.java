package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.ClientAuthenticator;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import dev.gatehouse.auth.error.OAuthHttp;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The revocation endpoint (RFC 7009). */
@Path("/oauth/revoke")
class RevocationResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.REVOKE;

  private final ClientAuthenticator authenticator;
  private final Revocation revocation;
  private final RequestLimits limits;
  private final URI endpoint;

  RevocationResource(
      ClientAuthenticator authenticator,
      Revocation revocation,
      RequestLimits limits,
      Origin origin) {
    this.authenticator = authenticator;
    this.revocation = revocation;
    this.limits = limits;
    this.endpoint = URI.create(origin.value() + AT.path());
  }

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public Response revoke(
      @Context HttpHeaders headers, @Context HttpServerRequest request, @Nullable String body) {
    return limits.unlessFailing(AT, request, () -> answer(headers, body));
  }

  private Response answer(HttpHeaders headers, @Nullable String body) {
    try {
      TokenRevocationRequest request =
          OAuthMessages.read(
              OAuthHttp.form(endpoint, headers, body), TokenRevocationRequest::parse);
      Optional<Client> client = authenticator.authenticate(request);
      if (client.isEmpty()) {
        return OAuthErrors.response(AT, OAuth2Error.INVALID_CLIENT);
      }
      revocation.revoke(client.get(), request.getToken().getValue());
      return Response.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    } catch (ParseException e) {
      return OAuthErrors.response(AT, OAuthErrors.of(e));
    }
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
