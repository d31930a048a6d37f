package dev.gatehouse.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a service shows to another instead of a client's token: a JWT of 30 seconds for that one
 * service, signed by the sender's own key (ES256), naming on whose behalf it acts. A client's token
 * is never passed on.
 */
public final class CallerAssertion {
  public static final JOSEObjectType TYPE = new JOSEObjectType("gatehouse-caller+jwt");

  /** How long an assertion is good for. */
  public static final Duration LIFETIME = Duration.ofSeconds(30);

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private CallerAssertion() {}

  /** Signs assertions of one service; safe for use by many threads. */
  public static final class Signer {
    private final ECKey key;
    private final Clock clock;

    /**
     * @param key the service's private key; its {@code kid} is the service's name
     */
    public Signer(ECKey key, Clock clock) {
      if (!key.isPrivate() || key.getKeyID() == null) {
        throw new IllegalArgumentException("an assertion key must be private and have a kid");
      }
      this.key = key;
      this.clock = clock;
    }

    /**
     * An assertion for {@code audience}.
     *
     * @param caller on whose behalf, or null for the service's own work
     */
    public String sign(String audience, @Nullable Caller caller) {
      Instant now = clock.instant();
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder()
              .issuer(key.getKeyID())
              .audience(audience)
              .issueTime(Date.from(now))
              .expirationTime(Date.from(now.plus(LIFETIME)))
              .jwtID(UUID.randomUUID().toString());
      if (caller != null) {
        claims
            .claim("user", caller.user())
            .claim("api_key", caller.apiKey())
            .claim("client_id", caller.client())
            .claim("grant_id", caller.grant())
            .claim("org", caller.organisation())
            .claim("role", caller.role().value())
            .claim("scope", Scope.format(caller.scopes()))
            .claim("gateway", caller.gateway());
      }
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build(),
              claims.build());
      try {
        jwt.sign(new ECDSASigner(key));
      } catch (JOSEException e) {
        throw new IllegalStateException("the assertion key cannot sign", e);
      }
      return jwt.serialize();
    }
  }

  /** Checks assertions that were made for one service. */
  public static final class Verifier {
    private final JWKSet trusted;
    private final String audience;
    private final Clock clock;

    /**
     * @param trusted public keys by service name ({@code kid})
     * @param audience this service's name
     */
    public Verifier(JWKSet trusted, String audience, Clock clock) {
      this.trusted = trusted;
      this.audience = audience;
      this.clock = clock;
    }

    /** Never throws on what a stranger sends: anything wrong is {@link Verified.Rejected}. */
    public Verified verify(String token) {
      try {
        SignedJWT jwt = SignedJWT.parse(token);
        JWSHeader header = jwt.getHeader();
        if (!TYPE.equals(header.getType()) || !JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
          return new Verified.Rejected("not a caller assertion");
        }
        JWK key = header.getKeyID() == null ? null : trusted.getKeyByKeyId(header.getKeyID());
        if (key == null || !jwt.verify(new ECDSAVerifier(key.toECKey().toPublicJWK()))) {
          return new Verified.Rejected("not signed by a service that is trusted here");
        }
        return judge(key.getKeyID(), jwt.getJWTClaimsSet());
      } catch (ParseException | JOSEException | IllegalArgumentException e) {
        return new Verified.Rejected("not a readable caller assertion");
      }
    }

    private Verified judge(String service, JWTClaimsSet claims) throws ParseException {
      Instant now = clock.instant();
      Date issued = claims.getIssueTime();
      Date expires = claims.getExpirationTime();
      if (!service.equals(claims.getIssuer()) || !List.of(audience).equals(claims.getAudience())) {
        return new Verified.Rejected("made by or for another service");
      }
      if (issued == null
          || expires == null
          || issued.toInstant().isAfter(now.plus(CLOCK_SKEW))
          || !expires.toInstant().isAfter(now.minus(CLOCK_SKEW))
          || expires.toInstant().isAfter(issued.toInstant().plus(LIFETIME))) {
        return new Verified.Rejected("expired or not yet valid");
      }
      String organisation = claims.getStringClaim("org");
      return new Verified.Accepted(
          service, organisation == null ? null : caller(claims, organisation));
    }

    private static Caller caller(JWTClaimsSet claims, String organisation) throws ParseException {
      String scope = claims.getStringClaim("scope");
      return new Caller(
          claims.getStringClaim("user"),
          claims.getStringClaim("api_key"),
          claims.getStringClaim("client_id"),
          claims.getStringClaim("grant_id"),
          organisation,
          Role.of(claims.getStringClaim("role")),
          scope == null ? Set.of() : Scope.parseList(scope),
          claims.getStringClaim("gateway"));
    }
  }

  /** Outcome of {@link Verifier#verify}. */
  public sealed interface Verified {
    /**
     * @param service who sent it
     * @param caller on whose behalf, or null for the service's own work
     */
    record Accepted(String service, @Nullable Caller caller) implements Verified {}

    record Rejected(String reason) implements Verified {}
  }
}
