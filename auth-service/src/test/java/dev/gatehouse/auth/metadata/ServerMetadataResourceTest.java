package dev.gatehouse.auth.metadata;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.auth.AuthTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class ServerMetadataResourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
  void saysWhatMcpClientsLookFor(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("issuer", equalTo(ORIGIN))
        .body("authorization_endpoint", equalTo(ORIGIN + "/oauth/authorize"))
        .body("token_endpoint", equalTo(ORIGIN + "/oauth/token"))
        .body("registration_endpoint", equalTo(ORIGIN + "/oauth/register"))
        .body("revocation_endpoint", equalTo(ORIGIN + "/oauth/revoke"))
        .body("jwks_uri", equalTo(ORIGIN + "/oauth/jwks"))
        .body("code_challenge_methods_supported", contains("S256"))
        .body("response_types_supported", contains("code"))
        .body(
            "grant_types_supported",
            contains("authorization_code", "refresh_token", "client_credentials"))
        .body("token_endpoint_auth_methods_supported", hasItem("none"))
        .body("token_endpoint_auth_methods_supported", hasItem("private_key_jwt"))
        .body("token_endpoint_auth_signing_alg_values_supported", hasItem("ES256"))
        .body("client_id_metadata_document_supported", equalTo(true))
        .body("request_uri_parameter_supported", equalTo(false))
        .body("authorization_response_iss_parameter_supported", equalTo(true))
        .body("scopes_supported", contains("mcp:read", "mcp:write"));
  }

  /** An issuer without a path has its metadata at two addresses, and not below paths. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server/mcp",
        "/.well-known/openid-configuration/mcp",
        "/mcp/.well-known/openid-configuration"
      })
  void describesNoIssuerWithAPath(String path) {
    given().get(path).then().statusCode(404);
  }

  @Test
  void publishesPublicKeysOnly() {
    given()
        .get("/oauth/jwks")
        .then()
        .statusCode(200)
        .body("keys[0].kty", equalTo("EC"))
        .body("keys[0].use", equalTo("sig"))
        .body("keys[0].kid", notNullValue())
        .body("keys[0].d", nullValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
        "/oauth/jwks"
      })
  void answersWebPagesOfOtherOriginsWithoutCredentials(String path) {
    given()
        .header("Origin", "https://inspector.example")
        .get(path)
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Credentials", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/oauth/register", "/oauth/revoke"})
  void answersPreflights(String path) {
    given()
        .header("Origin", "https://inspector.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .options(path)
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Headers", containsString("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/oauth/authorize", "/api/me"})
  void answersNoOtherOriginElsewhere(String path) {
    assertThat(
            given()
                .header("Origin", "https://evil.example")
                .get(path)
                .header("Access-Control-Allow-Origin"))
        .isNull();
  }
}
