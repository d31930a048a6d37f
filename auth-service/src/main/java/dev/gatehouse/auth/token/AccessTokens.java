package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;

/** The only place where access tokens are made: JWTs of RFC 9068, signed with ES256. */
@ApplicationScoped
class AccessTokens {
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private final Origin origin;
  private final Duration lifetime;

  AccessTokens(Origin origin, TokenConfig config) {
    this.origin = origin;
    this.lifetime = config.accessLifetime();
  }

  BearerAccessToken issue(ECKey key, Grant grant, Member member, Set<Scope> scopes) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(origin.value())
            .subject(grant.userId)
            .audience(grant.resource)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .claim("client_id", grant.clientId)
            .claim("scope", Scope.format(scopes))
            .claim("org", member.organisation())
            .claim("org_slug", member.slug())
            .claim("grant_id", grant.id)
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build(),
            claims);
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the signing key cannot sign", e);
    }
    return new BearerAccessToken(
        jwt.serialize(),
        lifetime.toSeconds(),
        com.nimbusds.oauth2.sdk.Scope.parse(Scope.format(scopes)));
  }
}
