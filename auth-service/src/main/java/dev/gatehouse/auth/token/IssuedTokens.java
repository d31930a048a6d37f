package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.key.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.util.Optional;

/** Knows access tokens of our own again; whether they are still good is another question. */
@ApplicationScoped
class IssuedTokens {
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private final KeyRing keys;

  IssuedTokens(KeyRing keys) {
    this.keys = keys;
  }

  /** The claims of a token that was signed here; empty for anything else. */
  Optional<JWTClaimsSet> read(String token) {
    return parse(token)
        .filter(jwt -> TYPE.equals(jwt.getHeader().getType()))
        .filter(jwt -> JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm()))
        .flatMap(this::claims);
  }

  // Over some texts the parser fails in ways that it does not declare.
  private static Optional<SignedJWT> parse(String token) {
    try {
      return Optional.of(SignedJWT.parse(token));
    } catch (ParseException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private Optional<JWTClaimsSet> claims(SignedJWT jwt) {
    String kid = jwt.getHeader().getKeyID();
    JWK key = kid == null ? null : keys.verifying().getKeyByKeyId(kid);
    try {
      return key != null && jwt.verify(new ECDSAVerifier(key.toECKey()))
          ? Optional.of(jwt.getJWTClaimsSet())
          : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
