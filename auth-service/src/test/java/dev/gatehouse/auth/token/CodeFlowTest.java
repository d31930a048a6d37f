package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client without a browser goes the whole way, as an MCP client would. */
@AuthTest
class CodeFlowTest {
  private static final String GATEWAY = ORIGIN + "/mcp/default/demo";

  private Administrator admin;
  private BrowserlessClient client;

  @BeforeEach
  void aRegisteredClient() {
    admin = Administrator.get();
    client = BrowserlessClient.register();
  }

  @Test
  void answersWithCodeStateAndIssuer() {
    URI answer = client.approve(client.consentPage(client.request(GATEWAY)), null);
    assertThat(answer.toString()).startsWith(BrowserlessClient.REDIRECT_URI + "?");
    assertThat(BrowserlessClient.parameters(answer))
        .containsOnlyKeys("code", "state", "iss")
        .containsEntry("state", "a state")
        .containsEntry("iss", ORIGIN);
  }

  @Test
  void issuesTokensForTheCode() {
    client
        .tokens(GATEWAY, null)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("token_type", equalTo("Bearer"))
        .body("expires_in", equalTo(600))
        .body("scope", equalTo("mcp:read mcp:write"))
        .body("refresh_token", notNullValue());
  }

  @Test
  void signsATokenForThatResourceAlone() throws Exception {
    String token = client.tokens(GATEWAY, null).path("access_token");
    SignedJWT jwt = SignedJWT.parse(token);
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    JWKSet keys = JWKSet.parse(given().get("/oauth/jwks").body().asString());
    assertThat(
            jwt.verify(new ECDSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
        .isTrue();
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
    assertThat(claims.getIssuer()).isEqualTo(ORIGIN);
    assertThat(claims.getAudience()).isEqualTo(List.of(GATEWAY));
    assertThat(claims.getSubject()).isEqualTo(admin.user());
    assertThat(claims.getClaims())
        .containsEntry("client_id", client.id())
        .containsEntry("scope", "mcp:read mcp:write")
        .containsEntry("org", admin.organisation())
        .containsEntry("org_slug", "default")
        .containsKeys("jti", "iat", "exp", "grant_id");
  }

  @Test
  void letsTheTokenOfTheApiCallTheApi() {
    Response tokens = client.tokens(ORIGIN + "/api", admin.organisation());
    given()
        .header("Authorization", "Bearer " + tokens.path("access_token"))
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("client", equalTo(client.id()))
        .body("user.username", equalTo("admin"));
  }

  @Test
  void letsNoOtherTokenCallTheApi() {
    Response tokens = client.tokens(GATEWAY, null);
    given()
        .header("Authorization", "Bearer " + tokens.path("access_token"))
        .get("/api/me")
        .then()
        .statusCode(401);
  }

  @Test
  void grantsTheAdminScopeToThoseWhoAskForIt() {
    Map<String, String> request = client.request(ORIGIN + "/api");
    request.put("scope", "mcp:read mcp:admin");
    URI answer = client.approve(client.consentPage(request), admin.organisation());
    client
        .exchange(BrowserlessClient.parameters(answer).get("code"))
        .then()
        .statusCode(200)
        .body("scope", equalTo("mcp:read mcp:admin"));
  }

  @Test
  void grantsReadAndWriteToThoseWhoAskForNothing() {
    Map<String, String> request = client.request(GATEWAY);
    request.remove("scope");
    URI answer = client.approve(client.consentPage(request), null);
    client
        .exchange(BrowserlessClient.parameters(answer).get("code"))
        .then()
        .body("scope", equalTo("mcp:read mcp:write"));
  }

  @Test
  void takesTheManagementServerWhereNoResourceIsNamed() throws Exception {
    Map<String, String> request = client.request(GATEWAY);
    request.remove("resource");
    URI answer = client.approve(client.consentPage(request), admin.organisation());
    String token =
        client.exchange(BrowserlessClient.parameters(answer).get("code")).path("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience())
        .isEqualTo(List.of(ORIGIN + "/mcp"));
  }

  @Test
  void putsTheChosenOrganisationIntoTheToken() throws Exception {
    String other = admin.newOrganisation("Chosen One");
    String token = client.tokens(ORIGIN + "/mcp", other).path("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("org")).isEqualTo(other);
  }

  @Test
  void givesNoRefreshTokenToAClientThatDidNotRegisterForIt() {
    BrowserlessClient plain =
        BrowserlessClient.register(
            """
            {"redirect_uris": ["http://127.0.0.1/callback"], "token_endpoint_auth_method": "none"}
            """);
    assertThat((String) plain.tokens(GATEWAY, null).path("refresh_token")).isNull();
  }

  @Test
  void authenticatesAClientBySecret() {
    var registered =
        given()
            .contentType("application/json")
            .body("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}")
            .post("/oauth/register")
            .then()
            .statusCode(201)
            .body("token_endpoint_auth_method", equalTo("client_secret_basic"))
            .extract();
    BrowserlessClient confidential = BrowserlessClient.of(registered.path("client_id"));
    String code = confidential.code(GATEWAY, null);
    given()
        .auth()
        .preemptive()
        .basic(registered.path("client_id"), registered.path("client_secret"))
        .contentType("application/x-www-form-urlencoded")
        .formParams(confidential.codeRequest(code))
        .post("/oauth/token")
        .then()
        .statusCode(200);
  }
}
