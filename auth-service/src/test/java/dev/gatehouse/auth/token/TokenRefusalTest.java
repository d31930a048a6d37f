package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class TokenRefusalTest {
  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWithAClient() {
    person = Person.create();
    client = BrowserlessClient.register().usedBy(person);
  }

  @Test
  void refusesAnUnknownCode() {
    assertError(client.exchange("made-up"), 400, "invalid_grant");
  }

  @Test
  void rejectsReplayedCode() {
    String code = code();
    client.exchange(code);
    assertError(client.exchange(code), 400, "invalid_grant");
  }

  @Test
  void refusesAnExpiredCode() {
    String code = code();
    Database.run("UPDATE authorization_code SET expires_at = now()");
    assertError(client.exchange(code), 400, "invalid_grant");
  }

  @Test
  void refusesAWrongVerifier() {
    Map<String, String> form = client.codeRequest(code());
    form.put("code_verifier", "a".repeat(43));
    assertError(client.token(form), 400, "invalid_grant");
  }

  @Test
  void refusesAMissingVerifier() {
    Map<String, String> form = client.codeRequest(code());
    form.remove("code_verifier");
    assertError(client.token(form), 400, "invalid_grant");
  }

  @Test
  void refusesAnotherRedirectUri() {
    Map<String, String> form = client.codeRequest(code());
    form.put("redirect_uri", "http://127.0.0.1:9999/callback");
    assertError(client.token(form), 400, "invalid_grant");
  }

  @Test
  void refusesAnotherResource() {
    Map<String, String> form = client.codeRequest(code());
    form.put("resource", ORIGIN + "/api");
    assertError(client.token(form), 400, "invalid_target");
  }

  @Test
  void refusesTheCodeOfAnotherClient() {
    BrowserlessClient thief = BrowserlessClient.register();
    Map<String, String> form = client.codeRequest(code());
    form.put("client_id", thief.id());
    assertError(client.token(form), 400, "invalid_grant");
  }

  @Test
  void refusesAnUnknownClient() {
    Map<String, String> form = client.codeRequest(code());
    form.put("client_id", "nobody");
    assertError(client.token(form), 401, "invalid_client");
  }

  @Test
  void refusesControlCharacters() {
    Map<String, String> form = client.codeRequest("x");
    form.put("client_id", "x\u0000");
    assertError(client.token(form), 400, "invalid_request");
  }

  @Test
  void refusesAClientOfControlCharactersInTheHeader() {
    given()
        .auth()
        .preemptive()
        .basic("x\u0000", "wrong")
        .contentType("application/x-www-form-urlencoded")
        .formParams(Map.of("grant_type", "authorization_code", "code", "x"))
        .post("/oauth/token")
        .then()
        .statusCode(org.hamcrest.Matchers.oneOf(400, 401));
  }

  @Test
  void refusesAWrongSecret() {
    String id =
        given()
            .contentType("application/json")
            .body("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}")
            .post("/oauth/register")
            .path("client_id");
    given()
        .auth()
        .preemptive()
        .basic(id, "wrong")
        .contentType("application/x-www-form-urlencoded")
        .formParams(Map.of("grant_type", "authorization_code", "code", "x"))
        .post("/oauth/token")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", equalTo("Basic realm=\"gatehouse\""))
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void refusesAClientThatLeavesItsSecretOut() {
    String id =
        given()
            .contentType("application/json")
            .body("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}")
            .post("/oauth/register")
            .path("client_id");
    Map<String, String> form = client.codeRequest("x");
    form.put("client_id", id);
    assertError(client.token(form), 401, "invalid_client");
  }

  @Test
  void refusesThePasswordGrant() {
    assertError(
        client.token(
            Map.of(
                "grant_type", "password",
                "client_id", client.id(),
                "username", "admin",
                "password", "x")),
        400,
        "unsupported_grant_type");
  }

  @Test
  void refusesAnUnknownGrantType() {
    assertError(
        client.token(Map.of("grant_type", "magic", "client_id", client.id())),
        400,
        "unsupported_grant_type");
  }

  @Test
  void refusesARepeatedParameter() {
    given()
        .contentType("application/x-www-form-urlencoded")
        .formParams(client.codeRequest("x"))
        .formParam("grant_type", "authorization_code", "authorization_code")
        .post("/oauth/token")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void refusesAJsonBody() {
    given()
        .contentType("application/json")
        .body("{\"grant_type\": \"authorization_code\"}")
        .post("/oauth/token")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void refusesAnEmptyBody() {
    given().post("/oauth/token").then().statusCode(400).body("error", equalTo("invalid_request"));
  }

  @Test
  void renewsWithFewerScopes() {
    String token = client.exchange(code()).path("refresh_token");
    client
        .token(
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                token,
                "client_id",
                client.id(),
                "scope",
                "mcp:read"))
        .then()
        .statusCode(200)
        .body("scope", equalTo("mcp:read"));
  }

  @Test
  void refusesMoreScopesThanGranted() {
    String token = client.exchange(code()).path("refresh_token");
    assertError(
        client.token(
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                token,
                "client_id",
                client.id(),
                "scope",
                "mcp:read mcp:admin")),
        400,
        "invalid_scope");
  }

  @Test
  void refusesTheRefreshTokenOfAnotherClient() {
    String token = client.exchange(code()).path("refresh_token");
    assertError(BrowserlessClient.register().refresh(token), 400, "invalid_grant");
  }

  @Test
  void refusesAnExpiredRefreshToken() {
    String token = client.exchange(code()).path("refresh_token");
    Database.run("UPDATE refresh_token SET expires_at = now()");
    assertError(client.refresh(token), 400, "invalid_grant");
  }

  @Test
  void followsTheRoleWhenItShrinks() {
    String token = client.exchange(code()).path("refresh_token");
    person.sql("UPDATE membership SET role = 'viewer' WHERE user_id = ?");
    client.refresh(token).then().statusCode(200).body("scope", equalTo("mcp:read"));
  }

  @Test
  void refusesTheCodeOfAPersonWhoIsNoMemberAnyMore() {
    String code = code();
    person.sql("DELETE FROM membership WHERE user_id = ?");
    assertError(client.exchange(code), 400, "invalid_grant");
  }

  @Test
  void refusesTheRefreshTokenOfASuspendedPerson() {
    String token = client.exchange(code()).path("refresh_token");
    person.sql("UPDATE membership SET suspended = true WHERE user_id = ?");
    assertError(client.refresh(token), 400, "invalid_grant");
  }

  @Test
  void refusesTheRefreshTokenOfASuspendedOrganisation() {
    String token = client.exchange(code()).path("refresh_token");
    Database.run(
        "UPDATE organisation SET suspended = true WHERE id = '" + person.organisation() + "'");
    assertError(client.refresh(token), 400, "invalid_grant");
  }

  @Test
  void endsTheGrantWhenTheClientGivesUpItsRefreshToken() throws Exception {
    Response tokens = client.exchange(code());
    revoke(tokens.path("refresh_token")).then().statusCode(200);
    assertError(client.refresh(tokens.path("refresh_token")), 400, "invalid_grant");
    assertRevoked(tokens.path("access_token"));
  }

  @Test
  void endsTheGrantWhenTheClientGivesUpItsAccessToken() throws Exception {
    Response tokens = client.exchange(code());
    revoke(tokens.path("access_token")).then().statusCode(200);
    assertRevoked(tokens.path("access_token"));
  }

  @Test
  void saysNothingAboutATokenThatIsUnknown() {
    revoke("made-up").then().statusCode(200).body(equalTo(""));
  }

  @Test
  void leavesTheGrantOfAnotherClientAlone() {
    String token = client.exchange(code()).path("refresh_token");
    BrowserlessClient other = BrowserlessClient.register();
    given()
        .contentType("application/x-www-form-urlencoded")
        .formParams(Map.of("token", token, "client_id", other.id()))
        .post("/oauth/revoke");
    assertThat(client.refresh(token).statusCode()).isEqualTo(200);
  }

  private String code() {
    return client.code(person.endpoint(), null);
  }

  private Response revoke(String token) {
    return given()
        .contentType("application/x-www-form-urlencoded")
        .formParams(Map.of("token", token, "client_id", client.id()))
        .post("/oauth/revoke");
  }

  private static void assertError(Response response, int status, String error) {
    response
        .then()
        .statusCode(status)
        .header("Cache-Control", "no-store")
        .body("error", equalTo(error))
        .body("access_token", nullValue());
  }

  private static void assertRevoked(String accessToken) throws Exception {
    String grant = SignedJWT.parse(accessToken).getJWTClaimsSet().getStringClaim("grant_id");
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(
          Revoked.class,
          revoked -> revoked.kind() == Revoked.Kind.GRANT && revoked.value().equals(grant));
    }
  }
}
