package dev.gatehouse.platform.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens that the authorization server has not made, or not for here. */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class TokenForgeryTest {
  private static final String ORIGIN = "http://localhost:8080";
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  @Inject IdentityView view;
  private TestIdentities identities;
  private ECKey published;
  private ECKey own;
  private JWTClaimsSet good;

  @BeforeEach
  void aMemberAndAForger() throws Exception {
    identities = new TestIdentities(view);
    String organisation = identities.organisation("forged-" + TestIdentities.newId());
    published = JWKSet.parse(TestKeys.current().accessTokenJwks()).getKeys().getFirst().toECKey();
    own = new ECKeyGenerator(Curve.P_256).keyID(published.getKeyID()).generate();
    good =
        new JWTClaimsSet.Builder()
            .issuer(ORIGIN)
            .subject(identities.member(organisation, Role.EDITOR))
            .audience(ORIGIN + "/api")
            .issueTime(new Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .jwtID(TestIdentities.newId())
            .claim("org", organisation)
            .claim("client_id", "test-client")
            .claim("scope", "mcp:read")
            .build();
  }

  @AfterEach
  void close() {
    identities.close();
  }

  /** The others would be refused for no reason if this one were. */
  @Test
  void takesTheTokenThatTheForgeriesAreMadeFrom() {
    assertThat(status(TestKeys.current().token("at+jwt", good))).isEqualTo(200);
  }

  @Test
  void refusesAnUnsignedToken() {
    assertRefused(new PlainJWT(new PlainHeader.Builder().type(TYPE).build(), good).serialize());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", ""})
  void refusesTheAlgorithmNoneHoweverItIsWritten(String algorithm) {
    String header =
        "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}"
            .formatted(algorithm, published.getKeyID());
    assertRefused(Base64URL.encode(header) + "." + Base64URL.encode(good.toString()) + ".");
  }

  @Test
  void refusesATokenWithoutItsSignature() {
    String token = TestKeys.current().token("at+jwt", good);
    assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void refusesASignatureOfZeros() {
    String token = TestKeys.current().token("at+jwt", good);
    assertRefused(token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(new byte[64]));
  }

  @Test
  void refusesOtherClaimsUnderAGoodSignature() {
    String[] parts = TestKeys.current().token("at+jwt", good).split("\\.");
    JWTClaimsSet more = new JWTClaimsSet.Builder(good).claim("scope", "mcp:read mcp:admin").build();
    assertRefused(parts[0] + "." + Base64URL.encode(more.toString()) + "." + parts[2]);
  }

  @Test
  void refusesThePublicKeyAsASharedSecret() throws Exception {
    List<byte[]> secrets =
        List.of(
            published.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            published.toECPublicKey().getEncoded(),
            TestKeys.current().accessTokenJwks().getBytes(StandardCharsets.UTF_8));
    assertThat(secrets)
        .allSatisfy(secret -> {
          JWSHeader header = header(JWSAlgorithm.HS256).build();
          assertRefused(sign(header, new MACSigner(secret)));
        });
  }

  @Test
  void refusesAnotherKeyUnderTheNameOfTheRightOne() throws Exception {
    assertRefused(sign(header(JWSAlgorithm.ES256).build(), new ECDSASigner(own)));
  }

  @Test
  void refusesAKeyThatTheTokenBringsAlong() throws Exception {
    assertRefused(
        sign(header(JWSAlgorithm.ES256).jwk(own.toPublicJWK()).build(), new ECDSASigner(own)));
  }

  @Test
  void refusesAKeyThatTheTokenPointsTo() throws Exception {
    assertRefused(
        sign(
            header(JWSAlgorithm.ES256)
                .jwkURL(URI.create("https://evil.example/jwks"))
                .x509CertURL(URI.create("https://evil.example/cert"))
                .build(),
            new ECDSASigner(own)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "../../../../dev/null",
        "https://evil.example/key",
        "' OR '1'='1",
        "*",
        " "
      })
  void refusesKeyNamesThatAreTricks(String kid) throws Exception {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(kid).build();
    assertRefused(sign(header, new ECDSASigner(own)));
  }

  @Test
  void refusesAForeignKeyWithoutAName() throws Exception {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).build();
    assertRefused(sign(header, new ECDSASigner(own)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "id+jwt", "logout+jwt", "caller+jwt", "oauth-id-jag+jwt"})
  void refusesOtherKindsOfTokens(String type) {
    assertRefused(TestKeys.current().token(type, good));
  }

  @Test
  void refusesAnExpiredToken() {
    assertRefused(claims("exp", Date.from(Instant.now().minusSeconds(300))));
  }

  @Test
  void refusesATokenThatIsNotValidYet() {
    assertRefused(claims("nbf", Date.from(Instant.now().plusSeconds(600))));
  }

  @Test
  void refusesAnotherIssuer() {
    assertRefused(claims("iss", "https://evil.example"));
  }

  @Test
  void refusesATokenForTwoAudiences() {
    assertRefused(claims("aud", List.of(ORIGIN + "/api", ORIGIN + "/mcp")));
  }

  @Test
  void refusesATokenForNoAudience() {
    assertRefused(
        TestKeys.current()
            .token("at+jwt", new JWTClaimsSet.Builder(good).audience((String) null).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "...", "eyJhbGciOiJFUzI1NiJ9", "ghk_x_y", "\u00e9"})
  void refusesWhatIsNoToken(String text) {
    assertRefused(text);
  }

  @Test
  void takesNoTokenFromTheQuery() {
    given()
        .queryParam("access_token", TestKeys.current().token("at+jwt", good))
        .get("/probe/read")
        .then()
        .statusCode(401);
  }

  private String claims(String name, Object value) {
    return TestKeys.current()
        .token("at+jwt", new JWTClaimsSet.Builder(good).claim(name, value).build());
  }

  private JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(TYPE).keyID(published.getKeyID());
  }

  private String sign(JWSHeader header, JWSSigner signer) throws JOSEException {
    JWSObject token = new JWSObject(header, new Payload(good.toJSONObject()));
    token.sign(signer);
    return token.serialize();
  }

  private static void assertRefused(String token) {
    assertThat(status(token)).isEqualTo(401);
  }

  private static int status(String token) {
    return given().header("Authorization", "Bearer " + token).get("/probe/read").statusCode();
  }
}
