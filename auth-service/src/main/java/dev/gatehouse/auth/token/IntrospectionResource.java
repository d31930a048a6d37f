package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
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

/**
 * The introspection endpoint (RFC 7662), for resource servers that an organisation has made a
 * client for. Gatehouse's own services do not ask: they verify tokens themselves.
 */
@Path("/oauth/introspect")
class IntrospectionResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.INTROSPECT;

  private final ClientAuthenticator authenticator;
  private final Introspection introspection;
  private final RequestLimits limits;
  private final URI endpoint;

  IntrospectionResource(
      ClientAuthenticator authenticator,
      Introspection introspection,
      RequestLimits limits,
      Origin origin) {
    this.authenticator = authenticator;
    this.introspection = introspection;
    this.limits = limits;
    this.endpoint = URI.create(origin.value() + AT.path());
  }

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public Response introspect(
      @Context HttpHeaders headers, @Context HttpServerRequest request, @Nullable String body) {
    return limits.unlessFailing(AT, request, () -> answer(headers, body));
  }

  private Response answer(HttpHeaders headers, @Nullable String body) {
    try {
      TokenIntrospectionRequest request =
          OAuthMessages.read(
              OAuthHttp.form(endpoint, headers, body), TokenIntrospectionRequest::parse);
      Optional<Client> client = authenticator.authenticate(request.getClientAuthentication(), null);
      if (client.isEmpty()) {
        return OAuthErrors.response(AT, OAuth2Error.INVALID_CLIENT);
      }
      Optional<String> organisation =
          client.filter(Client::introspects).flatMap(Client::organisation);
      return organisation.isEmpty()
          ? OAuthErrors.response(AT, OAuth2Error.UNAUTHORIZED_CLIENT.setHTTPStatusCode(403))
          : OAuthHttp.response(
              introspection
                  .introspect(organisation.get(), request.getToken().getValue())
                  .toHTTPResponse());
    } catch (ParseException e) {
      return OAuthErrors.response(AT, OAuthErrors.of(e));
    }
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
