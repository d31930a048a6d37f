package dev.gatehouse.sync.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.gatehouse.platform.http.SafeHttpClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets tokens (RFC 6749 sections 4.1.3, 4.4.2 and 6), each for one resource (RFC 8707). */
public final class TokenEndpoint {
  private static final int MAX_TEXT = 200;

  private final OAuthHttp http;

  /**
   * @param limit of one request
   */
  public TokenEndpoint(SafeHttpClient http, Duration limit) {
    this(new OAuthHttp(http, limit));
  }

  TokenEndpoint(OAuthHttp http) {
    this.http = http;
  }

  Tokens redeem(Pending pending, AuthorizationCode code) throws OAuthFailure, InterruptedException {
    return ask(
        pending.source(),
        new AuthorizationCodeGrant(
            code, URI.create(pending.redirectUri()), new CodeVerifier(pending.verifier())),
        null,
        pending.source().scope());
  }

  /** Tokens by a refresh token; what it does not bring anew stays as it is. */
  public Tokens refresh(TokenSource source, Tokens before)
      throws OAuthFailure, InterruptedException {
    String token = Objects.requireNonNull(before.refreshToken());
    Tokens fresh =
        ask(source, new RefreshTokenGrant(new RefreshToken(token)), null, before.scope());
    return new Tokens(
        fresh.accessToken(),
        Objects.requireNonNullElse(fresh.refreshToken(), token),
        fresh.expiresAt(),
        fresh.scope());
  }

  /** Tokens of the client's own. */
  public Tokens clientCredentials(TokenSource source) throws OAuthFailure, InterruptedException {
    if (source.client().secret() == null) {
      throw OAuthFailure.unusable("A client without a secret gets no tokens of its own");
    }
    Scope scope = source.scope().isEmpty() ? null : Scope.parse(source.scope());
    return ask(source, new ClientCredentialsGrant(), scope, source.scope());
  }

  /**
   * @param omitted what is granted where the answer does not say it (RFC 6749 sections 5.1 and 6)
   */
  private Tokens ask(
      TokenSource source, AuthorizationGrant grant, @Nullable Scope scope, String omitted)
      throws OAuthFailure, InterruptedException {
    Instant asked = Instant.now();
    boolean done = false;
    try {
      TokenRequest.Builder request = builder(source, grant).resource(URI.create(source.resource()));
      if (scope != null) {
        request.scope(scope);
      }
      HTTPResponse answer = http.send(request.build().toHTTPRequest());
      done = answer.indicatesSuccess();
      TokenResponse response = TokenResponse.parse(answer);
      if (!response.indicatesSuccess()) {
        throw refused(response.toErrorResponse().getErrorObject(), answer.getStatusCode());
      }
      var tokens = response.toSuccessResponse().getTokens();
      return tokens(asked, tokens.getAccessToken(), tokens.getRefreshToken(), omitted);
    } catch (ParseException | IllegalArgumentException e) {
      // Also what a proxy in between says in its place: nothing follows from it for the grant.
      throw new OAuthFailure(
          OAuthFailure.Kind.UNAVAILABLE,
          "The authorization server's answer is no token response",
          done);
    }
  }

  private static Tokens tokens(
      Instant asked, AccessToken access, @Nullable RefreshToken refresh, String omitted)
      throws OAuthFailure {
    if (!AccessTokenType.BEARER.equals(access.getType())) {
      throw new OAuthFailure(
          OAuthFailure.Kind.UNUSABLE,
          "The authorization server gives tokens of a type unknown here",
          true);
    }
    return new Tokens(
        access.getValue(),
        refresh == null ? null : refresh.getValue(),
        access.getLifetime() > 0 ? asked.plusSeconds(access.getLifetime()) : null,
        access.getScope() == null ? omitted : access.getScope().toString());
  }

  private static TokenRequest.Builder builder(TokenSource source, AuthorizationGrant grant) {
    URI endpoint = URI.create(source.tokenEndpoint());
    RegisteredClient client = source.client();
    ClientID id = new ClientID(client.clientId());
    String secret = client.secret();
    if (secret == null || client.method().equals(RegisteredClient.NONE)) {
      return new TokenRequest.Builder(endpoint, id, grant);
    }
    return new TokenRequest.Builder(
        endpoint,
        client.method().equals(RegisteredClient.POST)
            ? new ClientSecretPost(id, new Secret(secret))
            : new ClientSecretBasic(id, new Secret(secret)),
        grant);
  }

  private static OAuthFailure refused(ErrorObject error, int status) {
    if (OAuth2Error.INVALID_GRANT.getCode().equals(error.getCode())) {
      return new OAuthFailure(
          OAuthFailure.Kind.GRANT_ENDED, "The authorization server takes the grant no more");
    }
    boolean saysWhy = error.getCode() != null && status < 500 && status != 429;
    return new OAuthFailure(
        !saysWhy ? OAuthFailure.Kind.UNAVAILABLE : OAuthFailure.Kind.UNUSABLE,
        "The authorization server refuses: " + text(error));
  }

  /** The code only, if there is one: descriptions are another's words and may repeat a secret. */
  static String text(ErrorObject error) {
    return Optional.ofNullable(error.getCode())
        .map(code -> code.substring(0, Math.min(code.length(), MAX_TEXT)))
        .orElse("HTTP status " + error.getHTTPStatusCode());
  }
}
