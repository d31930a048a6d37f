package dev.gatehouse.platform.security;

import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.identity.CallerAssertion.Verified;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * API keys ({@code Authorization: Bearer ghk_…}) and caller assertions ({@code Gatehouse-Caller}).
 * Anything else is left to quarkus-oidc. A credential that is presented and does not hold is an
 * error, never an anonymous request.
 */
@ApplicationScoped
class KeyAndAssertionMechanism implements HttpAuthenticationMechanism {
  /** Carries a caller assertion between services; the edge drops it from outside. */
  static final String ASSERTION_HEADER = "Gatehouse-Caller";

  private static final String BEARER = "bearer ";

  private final IdentityView view;
  private final CallerAssertion.Verifier assertions;

  KeyAndAssertionMechanism(IdentityView view, CallerAssertion.Verifier assertions) {
    this.view = view;
    this.assertions = assertions;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    String assertion = context.request().getHeader(ASSERTION_HEADER);
    if (assertion != null) {
      return authenticateAssertion(assertion);
    }
    String bearer = bearer(context.request().getHeader("Authorization"));
    if (bearer == null) {
      return Uni.createFrom().nullItem();
    }
    if (bearer.startsWith(ApiKeySecret.PREFIX)) {
      return authenticateKey(bearer);
    }
    return TokenClaims.haveForm(bearer)
        ? Uni.createFrom().nullItem()
        : refuse("neither an API key nor an access token");
  }

  private Uni<SecurityIdentity> authenticateAssertion(String assertion) {
    return switch (assertions.verify(assertion)) {
      case Verified.Accepted accepted ->
          Uni.createFrom().item(CallerIdentities.of(accepted.service(), accepted.caller()));
      case Verified.Rejected rejected -> refuse(rejected.reason());
    };
  }

  private Uni<SecurityIdentity> authenticateKey(String bearer) {
    KeyCheck check =
        ApiKeySecret.parse(bearer)
            .map(view::check)
            .orElse(new KeyCheck.Refused("not a well-formed API key"));
    return switch (check) {
      case KeyCheck.Accepted accepted ->
          Uni.createFrom().item(CallerIdentities.of(accepted.caller()));
      case KeyCheck.Refused refused -> refuse(refused.reason());
    };
  }

  private static Uni<SecurityIdentity> refuse(String reason) {
    return Uni.createFrom().failure(new AuthenticationFailedException(reason));
  }

  static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : null;
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.OTHER_HEADER, BEARER));
  }

  @Override
  public int getPriority() {
    return HttpAuthenticationMechanism.DEFAULT_PRIORITY + 500;
  }
}
