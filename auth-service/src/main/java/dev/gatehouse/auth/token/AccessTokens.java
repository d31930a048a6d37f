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
import org.jspecify.annotations.Nullable;

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

  /**
   * What a token says.
   *
   * @param subject a person, or a client that acts by itself
   * @param grant id of the grant that it comes of; null for a client that acts by itself
   */
  record Content(
      String subject,
      String client,
      String resource,
      String organisation,
      String slug,
      @Nullable String grant,
      Set<Scope> scopes) {

    static Content of(Grant grant, Member member, Set<Scope> scopes) {
      return new Content(
          grant.userId,
          grant.clientId,
          grant.resource,
          member.organisation(),
          member.slug(),
          grant.id,
          scopes);
    }
  }

  BearerAccessToken issue(ECKey key, Content content) {
    Instant now = Instant.now();
    String scope = Scope.format(content.scopes());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(origin.value())
            .subject(content.subject())
            .audience(content.resource())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .claim("client_id", content.client())
            .claim("scope", scope)
            .claim("org", content.organisation())
            .claim("org_slug", content.slug())
            .claim("grant_id", content.grant())
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
        jwt.serialize(), lifetime.toSeconds(), com.nimbusds.oauth2.sdk.Scope.parse(scope));
  }
}
