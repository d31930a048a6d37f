package dev.gatehouse.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * An authorization server of somebody else, as an operator would configure it: its issuer, its
 * published keys of two kinds, of which one signs access tokens, and its claims.
 */
public final class OtherAuthorizationServer implements QuarkusTestResourceLifecycleManager {
  static final String ISSUER = "https://sso.example/realms/acme";
  static final String AUDIENCE = "gatehouse";

  private static final String RSA = "gatehouse.test.other-rsa-key";
  private static final String EC = "gatehouse.test.other-ec-key";

  private HttpServer jwks;

  @Override
  public Map<String, String> start() {
    try {
      RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
      ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
      String prefix = "gatehouse.authorization-server.";
      return Map.of(
          "gatehouse.jwks-url",
          publish(new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString()),
          prefix + "issuer",
          ISSUER,
          prefix + "signature-algorithm",
          "RS256",
          prefix + "token-type",
          "JWT",
          prefix + "audience",
          AUDIENCE,
          prefix + "organisation-claim",
          "organization",
          prefix + "role-claim",
          "realm_access.roles",
          // The test runs in another class loader.
          RSA,
          rsa.toJSONString(),
          EC,
          ec.toJSONString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** After those that the service needs in any case. */
  @Override
  public int order() {
    return 10;
  }

  private String publish(String keys) throws IOException {
    byte[] document = keys.getBytes(StandardCharsets.UTF_8);
    jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jwks.createContext(
        "/certs",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, document.length);
          exchange.getResponseBody().write(document);
          exchange.close();
        });
    jwks.start();
    return "http://127.0.0.1:" + jwks.getAddress().getPort() + "/certs";
  }

  @Override
  public void stop() {
    if (jwks != null) {
      jwks.stop(0);
    }
  }

  /** The published key that signs access tokens. */
  static RSAKey rsa() {
    try {
      return RSAKey.parse(config(RSA));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A published key that is for something else. */
  static ECKey ec() {
    try {
      return ECKey.parse(config(EC));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String config(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  static String sign(JWTClaimsSet claims, RSAKey key) {
    try {
      return sign(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(JWTClaimsSet claims, ECKey key) {
    try {
      return sign(claims, JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String kid, JWSSigner signer) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid).build(), claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
