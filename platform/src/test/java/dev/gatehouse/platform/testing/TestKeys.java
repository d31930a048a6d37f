package dev.gatehouse.platform.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.CallerAssertion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Keys of a test run: one for each service's caller assertions, one for access tokens. They lie in
 * a folder, because the test and its fixture may be loaded by different class loaders.
 */
public final class TestKeys {
  private static final List<String> SERVICES =
      List.of("auth", "gateway", "registry", "connector-sync", "audit", "launcher");
  private static final String ACCESS_TOKENS = "access-tokens";

  private final Path directory;

  private TestKeys(Path directory) {
    this.directory = directory;
  }

  /** Makes all keys in a new folder. */
  public static TestKeys generate(Path directory) throws IOException {
    try {
      List<JWK> trusted = new ArrayList<>();
      for (String service : SERVICES) {
        trusted.add(store(directory, service).toPublicJWK());
      }
      store(directory, ACCESS_TOKENS);
      Files.writeString(directory.resolve("trusted.jwks"), new JWKSet(trusted).toString());
      return new TestKeys(directory);
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  /** The keys of the running test, found through its configuration. */
  public static TestKeys current() {
    return new TestKeys(
        ConfigProvider.getConfig()
            .getValue("gatehouse.assertion.trusted-keys-file", Path.class)
            .getParent());
  }

  public Path keyFile(String service) {
    return directory.resolve(service + ".jwk");
  }

  public Path trustedKeysFile() {
    return directory.resolve("trusted.jwks");
  }

  /** JWKS document of the access tokens that {@link #accessToken} makes. */
  public String accessTokenJwks() {
    return new JWKSet(read(ACCESS_TOKENS).toPublicJWK()).toString();
  }

  /** A caller assertion as {@code service} would send it to {@code audience}. */
  public String assertion(String service, String audience, Caller caller) {
    return new CallerAssertion.Signer(read(service), Clock.systemUTC()).sign(audience, caller);
  }

  /**
   * An access token with these claims; issuer, times and {@code jti} are set unless given.
   *
   * @param type the {@code typ} header, {@code at+jwt} for a good one
   */
  public String token(String type, JWTClaimsSet claims) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder all =
        new JWTClaimsSet.Builder()
            .issuer(ConfigProvider.getConfig().getValue("gatehouse.origin", String.class))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(600)))
            .jwtID(UUID.randomUUID().toString());
    claims.getClaims().forEach(all::claim);
    ECKey key = read(ACCESS_TOKENS);
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build(),
            all.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  /** A good access token of a user for one resource. */
  public String accessToken(String user, String organisation, String resource, String scope) {
    return accessToken(user, organisation, resource, scope, UUID.randomUUID().toString());
  }

  /** The same of a grant that is known, to be revoked. */
  public String accessToken(
      String user, String organisation, String resource, String scope, String grant) {
    return token(
        "at+jwt",
        new JWTClaimsSet.Builder()
            .subject(user)
            .audience(resource)
            .claim("org", organisation)
            .claim("client_id", "test-client")
            .claim("grant_id", grant)
            .claim("scope", scope)
            .build());
  }

  private ECKey read(String name) {
    try {
      return ECKey.parse(Files.readString(keyFile(name)));
    } catch (IOException | ParseException e) {
      throw new IllegalStateException("no key of " + name, e);
    }
  }

  private static ECKey store(Path directory, String name) throws JOSEException, IOException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID(name).generate();
    Files.writeString(directory.resolve(name + ".jwk"), key.toJSONString());
    return key;
  }
}
