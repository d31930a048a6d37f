package dev.gatehouse.auth.authorize;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.ClientAuthenticator;
import dev.gatehouse.auth.client.Clients;
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

/** The pushed authorization request endpoint (RFC 9126 section 2). */
@Path("/oauth/par")
class PushedAuthorizationResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.PAR;

  private final ClientAuthenticator authenticator;
  private final Clients clients;
  private final RequestCheck check;
  private final PushedRequests pushed;
  private final RequestLimits limits;
  private final URI endpoint;

  PushedAuthorizationResource(
      ClientAuthenticator authenticator,
      Clients clients,
      RequestCheck check,
      PushedRequests pushed,
      RequestLimits limits,
      Origin origin) {
    this.authenticator = authenticator;
    this.clients = clients;
    this.check = check;
    this.pushed = pushed;
    this.limits = limits;
    this.endpoint = URI.create(origin.value() + AT.path());
  }

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public Response push(
      @Context HttpHeaders headers, @Context HttpServerRequest request, @Nullable String body) {
    return limits
        .authorization(request)
        .map(wait -> RequestLimits.refusal(AT, wait))
        .orElseGet(() -> limits.unlessFailing(AT, request, () -> answer(headers, body)));
  }

  private Response answer(HttpHeaders headers, @Nullable String body) {
    try {
      return answer(
          OAuthMessages.read(
              OAuthHttp.form(endpoint, headers, body), PushedAuthorizationRequest::parse));
    } catch (ParseException e) {
      return OAuthErrors.response(AT, OAuthErrors.of(e));
    }
  }

  private Response answer(PushedAuthorizationRequest request) {
    clients.discover(request.getAuthorizationRequest().getClientID().getValue());
    Optional<Client> client =
        authenticator.authenticate(
            request.getClientAuthentication(), request.getAuthorizationRequest().getClientID());
    if (client.isEmpty()) {
      return OAuthErrors.response(AT, OAuth2Error.INVALID_CLIENT);
    }
    if (!client.get().id().equals(request.getAuthorizationRequest().getClientID().getValue())) {
      return invalid("client_id is another than the client that authenticates");
    }
    String query = request.getAuthorizationRequest().toQueryString();
    return switch (check.check(query)) {
      case RequestCheck.Result.Good _ ->
          OAuthHttp.response(
              new PushedAuthorizationSuccessResponse(
                      pushed.keep(client.get().id(), query), PushedRequests.LIFETIME.toSeconds())
                  .toHTTPResponse());
      case RequestCheck.Result.Refused refused -> refuse(refused.error());
      case RequestCheck.Result.NotRedirectable not -> invalid(not.why());
    };
  }

  private static Response invalid(String why) {
    return refuse(OAuth2Error.INVALID_REQUEST.setDescription(why));
  }

  // Errors of the authorization endpoint stand for a redirect; here they are a status.
  private static Response refuse(ErrorObject error) {
    return OAuthErrors.response(AT, error.setHTTPStatusCode(400));
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
