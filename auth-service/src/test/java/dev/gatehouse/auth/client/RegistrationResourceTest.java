package dev.gatehouse.auth.client;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.auth.AuthTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class RegistrationResourceTest {

  @Test
  void givesAPublicClientNoSecret() {
    register(
            """
            {"client_name": "Cursor", "token_endpoint_auth_method": "none",
             "redirect_uris": ["cursor://anysphere.cursor-mcp/oauth/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"]}
            """)
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("client_id", notNullValue())
        .body("client_secret", nullValue())
        .body("client_name", equalTo("Cursor"))
        .body("grant_types", contains("authorization_code", "refresh_token"))
        .body("scope", equalTo("mcp:read mcp:write"));
  }

  @Test
  void givesAConfidentialClientItsSecret() {
    register("{\"redirect_uris\": [\"https://app.example/cb\"]}")
        .statusCode(201)
        .body("client_secret", notNullValue())
        .body("client_secret_expires_at", equalTo(0));
  }

  @Test
  void leavesOutWhatItDoesNotKeep() {
    register(
            """
            {"redirect_uris": ["https://app.example/cb"], "logo_uri": "http://169.254.169.254/x",
             "jwks_uri": "http://127.0.0.1/keys", "something": "else"}
            """)
        .statusCode(201)
        .body("logo_uri", nullValue())
        .body("jwks_uri", nullValue())
        .body("something", nullValue());
  }

  @Test
  void takesCharactersThatHideOthersOutOfTheName() {
    register(
            """
            {"client_name": "Good\\u202e\\u0000\\u200bClient",
             "redirect_uris": ["https://app.example/cb"]}
            """)
        .body("client_name", equalTo("GoodClient"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"redirect_uris\": []}",
        "{}",
        "{\"redirect_uris\": [\"http://app.example/cb\"]}",
        "{\"redirect_uris\": [\"javascript:alert(1)\"]}",
        "{\"redirect_uris\": [\"https://app.example/cb#x\"]}",
        "{\"redirect_uris\": [\"https://app.example/cb\", \"http://evil.example/\"]}"
      })
  void refusesRedirectUris(String metadata) {
    register(metadata).statusCode(400).body("error", equalTo("invalid_redirect_uri"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"redirect_uris\": [\"https://a.example/cb\"], \"grant_types\": [\"client_credentials\"]}",
        "{\"redirect_uris\": [\"https://a.example/cb\"], \"response_types\": [\"token\"]}",
        "{\"redirect_uris\": [\"https://a.example/cb\"], \"token_endpoint_auth_method\": \"private_key_jwt\"}",
        "{\"redirect_uris\": [\"https://a.example/cb\"], \"scope\": \"everything\"}",
        "{\"redirect_uris\": \"https://a.example/cb\"}",
        "[]",
        "not json"
      })
  void refusesMetadata(String metadata) {
    register(metadata).statusCode(400).body("error", equalTo("invalid_client_metadata"));
  }

  @Test
  void takesAnAuthorizationHeaderForNothingInOpenMode() {
    given()
        .contentType("application/json")
        .header("Authorization", "Bearer something")
        .body("{\"redirect_uris\": [\"https://app.example/cb\"]}")
        .post("/oauth/register")
        .then()
        .statusCode(201);
  }

  private static ValidatableResponse register(String metadata) {
    return given().contentType("application/json").body(metadata).post("/oauth/register").then();
  }
}
