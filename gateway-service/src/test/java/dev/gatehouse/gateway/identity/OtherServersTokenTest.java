package dev.gatehouse.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An MCP endpoint with the access tokens of another authorization server, good ones and others. */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "service", value = "gateway"))
@WithTestResource(OtherAuthorizationServer.class)
class OtherServersTokenTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  private Organisation organisation;

  @BeforeEach
  void aGateway() {
    organisation =
        new Organisation(view, catalog)
            .connector(URI.create("http://127.0.0.1:9/mcp"))
            .tool("get_x")
            .gateway("g");
  }

  @AfterEach
  void close() {
    organisation.close();
  }

  @Test
  void areTaken() {
    list(OtherAuthorizationServer.sign(claims().build(), OtherAuthorizationServer.rsa()))
        .statusCode(200)
        .body("result.tools.name", contains("get_x"));
  }

  @Test
  void areWhatClientsAreToldToGet() {
    given()
        .get("/.well-known/oauth-protected-resource" + organisation.path("g"))
        .then()
        .statusCode(200)
        .body("authorization_servers", contains(OtherAuthorizationServer.ISSUER));
  }

  @Test
  void letNobodyIntoAnotherOrganisation() {
    try (Organisation other =
        new Organisation(view, catalog)
            .connector(URI.create("http://127.0.0.1:9/mcp"))
            .tool("get_y")
            .gateway("g")) {
      String token =
          OtherAuthorizationServer.sign(claims().build(), OtherAuthorizationServer.rsa());
      new Mcp(other.path("g"), token).legacy("tools/list", "{}").statusCode(404);
    }
  }

  @Test
  void leaveApiKeysAsTheyAre() {
    list(organisation.key()).statusCode(200);
  }

  static Stream<Arguments> wrong() {
    Date past = Date.from(Instant.now().minusSeconds(600));
    Date future = Date.from(Instant.now().plusSeconds(600));
    return Stream.of(
        Arguments.argumentSet("our own issuer", "iss", Organisation.ORIGIN),
        Arguments.argumentSet("another realm", "iss", "https://sso.example/realms/other"),
        Arguments.argumentSet("no issuer", "iss", null),
        Arguments.argumentSet("another audience", "aud", List.of("account")),
        Arguments.argumentSet("no audience", "aud", null),
        Arguments.argumentSet("expired", "exp", past),
        Arguments.argumentSet("without an end", "exp", null),
        Arguments.argumentSet("not good yet", "nbf", future),
        Arguments.argumentSet("no organisation", "organization", null),
        Arguments.argumentSet("no role", "realm_access", Map.of("roles", List.of("other"))),
        Arguments.argumentSet("no subject", "sub", null),
        Arguments.argumentSet("an ID token", "nonce", "n"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void areRefusedWithAWrongClaim(String claim, Object value) {
    refused(
        OtherAuthorizationServer.sign(
            claims().claim(claim, value).build(), OtherAuthorizationServer.rsa()));
  }

  @Test
  void areRefusedWithASignatureByAnotherKey() throws Exception {
    RSAKey own =
        new RSAKeyGenerator(2048).keyID(OtherAuthorizationServer.rsa().getKeyID()).generate();
    refused(OtherAuthorizationServer.sign(claims().build(), own));
  }

  /** The key is published; what it is for was said by the operator. */
  @Test
  void areRefusedWithAnotherAlgorithmThanTheirs() {
    refused(OtherAuthorizationServer.sign(claims().build(), OtherAuthorizationServer.ec()));
  }

  @Test
  void areRefusedWithThePublicKeyAsASecret() throws Exception {
    RSAKey published = OtherAuthorizationServer.rsa();
    refused(
        OtherAuthorizationServer.sign(
            claims().build(),
            JWSAlgorithm.HS256,
            published.getKeyID(),
            new MACSigner(published.toRSAPublicKey().getEncoded())));
  }

  /** Such as {@code null}: readers fail over them in ways of their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "1", "{}", "{\"alg\": null}", "{\"alg\": \"RS256\", \"kid\": 1}"})
  void areRefusedWithAHeaderThatIsNone(String header) {
    refused(
        Base64URL.encode(header) + "." + Base64URL.encode(claims().build().toString()) + ".AAAA");
  }

  @Test
  void areRefusedWithoutASignature() {
    refused(new PlainJWT(claims().build()).serialize());
  }

  @Test
  void areTheOnlyOnesThatAreTaken() {
    refused(organisation.token("g", Role.EDITOR, "mcp:read"));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(OtherAuthorizationServer.ISSUER)
        .subject("f:8a1c:alice")
        .audience(List.of(OtherAuthorizationServer.AUDIENCE, "account"))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
        .issueTime(new Date())
        .claim("azp", "some-client")
        .claim("organization", List.of(organisation.id()))
        .claim("realm_access", Map.of("roles", List.of("editor", "offline_access")))
        .claim("scope", "openid mcp:read");
  }

  private ValidatableResponse list(String token) {
    return new Mcp(organisation.path("g"), token).legacy("tools/list", "{}");
  }

  private void refused(String token) {
    list(token)
        .statusCode(401)
        .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
        .header("WWW-Authenticate", containsString("resource_metadata="));
  }
}
