package dev.gatehouse.platform.security;

import dev.gatehouse.platform.identity.AccessTokenRules;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Makes a caller of an access token whose signature, issuer and expiry quarkus-oidc has checked:
 * the audience must be the REST API, nothing may be revoked, and the role is that of now.
 */
@ApplicationScoped
class AccessTokenAugmentor implements SecurityIdentityAugmentor {
  private final AccessTokenRules rules;
  private final TokenClaims claims;
  private final Origin origin;

  AccessTokenAugmentor(AccessTokenRules rules, TokenClaims claims, Origin origin) {
    this.rules = rules;
    this.claims = claims;
    this.origin = origin;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Uni.createFrom().item(identity);
    }
    return switch (rules.judge(claims.of(token), origin.api())) {
      case AccessTokenRules.Judged.Accepted accepted ->
          Uni.createFrom().item(CallerIdentities.of(accepted.caller()));
      case AccessTokenRules.Judged.Refused refused ->
          Uni.createFrom().failure(new AuthenticationFailedException(refused.reason()));
    };
  }
}
