package dev.gatehouse.auth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.BrowserlessClient;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The key of a client that authenticates by signing (RFC 7523). */
public record ClientKeyPair(ECKey key) {

  public static ClientKeyPair generate() {
    try {
      return new ClientKeyPair(new ECKeyGenerator(Curve.P_256).keyID("k1").generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JWK set to register. */
  public String jwks() {
    return "{\"keys\": [" + key.toPublicJWK().toJSONString() + "]}";
  }

  /** Claims of a good assertion. */
  public static JWTClaimsSet.Builder claims(String client) {
    return new JWTClaimsSet.Builder()
        .issuer(client)
        .subject(client)
        .audience(BrowserlessClient.ORIGIN)
        .jwtID(UUID.randomUUID().toString())
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }

  public String assertion(String client) {
    return sign(claims(client).build());
  }

  public String sign(JWTClaimsSet claims) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
  }

  public String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The form parameters that carry an assertion. */
  public static Map<String, String> form(String assertion) {
    return new HashMap<>(
        Map.of(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion));
  }
}
