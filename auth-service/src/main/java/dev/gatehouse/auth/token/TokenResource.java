package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.ClientAuthenticator;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import dev.gatehouse.auth.error.OAuthHttp;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.auth.key.KeyRing;
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
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The token endpoint (OAuth 2.1 section 3.2). */
@Path("/oauth/token")
class TokenResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.TOKEN;

  private static final Set<GrantType> SUPPORTED =
      Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);

  private final ClientAuthenticator authenticator;
  private final CodeExchange codeExchange;
  private final Refresh refresh;
  private final ClientCredentials clientCredentials;
  private final Clients clients;
  private final KeyRing keys;
  private final RequestLimits limits;
  private final URI endpoint;

  TokenResource(
      ClientAuthenticator authenticator,
      CodeExchange codeExchange,
      Refresh refresh,
      ClientCredentials clientCredentials,
      Clients clients,
      KeyRing keys,
      RequestLimits limits,
      Origin origin) {
    this.authenticator = authenticator;
    this.codeExchange = codeExchange;
    this.refresh = refresh;
    this.clientCredentials = clientCredentials;
    this.clients = clients;
    this.keys = keys;
    this.limits = limits;
    this.endpoint = URI.create(origin.value() + AT.path());
  }

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public Response token(
      @Context HttpHeaders headers, @Context HttpServerRequest request, @Nullable String body) {
    return limits.unlessFailing(AT, request, () -> answer(headers, body));
  }

  private Response answer(HttpHeaders headers, @Nullable String body) {
    try {
      return answer(
          OAuthMessages.read(OAuthHttp.form(endpoint, headers, body), TokenRequest::parse));
    } catch (ParseException e) {
      return OAuthErrors.response(AT, OAuthErrors.of(e));
    }
  }

  private Response answer(TokenRequest request) {
    Optional<Client> client = authenticator.authenticate(request);
    if (client.isEmpty()) {
      return OAuthErrors.response(AT, OAuth2Error.INVALID_CLIENT);
    }
    return switch (issue(client.get(), request)) {
      case TokenResult.Issued issued -> {
        clients.used(client.get());
        yield OAuthHttp.response(new AccessTokenResponse(issued.tokens()).toHTTPResponse());
      }
      case TokenResult.Refused refused -> OAuthErrors.response(AT, refused.error());
    };
  }

  private TokenResult issue(Client client, TokenRequest request) {
    GrantType type = request.getAuthorizationGrant().getType();
    if (!SUPPORTED.contains(type)) {
      return new TokenResult.Refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
    }
    if (!client.uses(type)) {
      return new TokenResult.Refused(OAuth2Error.UNAUTHORIZED_CLIENT);
    }
    Issuance.Wish wish = new Issuance.Wish(client, request, keys.signing());
    return switch (request.getAuthorizationGrant()) {
      case AuthorizationCodeGrant code -> codeExchange.exchange(wish, code);
      case RefreshTokenGrant token -> refresh.refresh(wish, token);
      case ClientCredentialsGrant _ -> clientCredentials.issue(wish);
      default -> new TokenResult.Refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
    };
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
