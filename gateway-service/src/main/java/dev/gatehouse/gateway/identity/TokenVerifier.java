package dev.gatehouse.gateway.identity;

import dev.gatehouse.platform.security.TokenClaims;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Checks signature, issuer and times of an access token by quarkus-oidc, on a worker thread. */
@Singleton
class TokenVerifier {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final TenantIdentityProvider provider;
  private final TokenClaims claims;

  TokenVerifier(Vertx vertx, TenantIdentityProvider provider, TokenClaims claims) {
    this.vertx = vertx;
    this.provider = provider;
    this.claims = claims;
  }

  /** Null if the token does not hold; fails if the keys to check it by cannot be had. */
  Future<VerifiedCredential.@Nullable Token> verify(String token) {
    return vertx.executeBlocking(() -> verifyNow(token), false);
  }

  private VerifiedCredential.@Nullable Token verifyNow(String token) {
    if (!TokenClaims.haveForm(token)) {
      return null;
    }
    try {
      SecurityIdentity identity =
          provider.authenticate(new AccessTokenCredential(token)).await().atMost(LIMIT);
      return identity.getPrincipal() instanceof JsonWebToken jwt
          ? new VerifiedCredential.Token(claims.of(jwt), jwt.getExpirationTime() * 1000)
          : null;
    } catch (AuthenticationFailedException e) {
      return null;
    }
  }
}
