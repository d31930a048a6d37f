package dev.gatehouse.auth.provider;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.AuthFixture;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The REST API takes the tokens of a real Keycloak instead of our own; {@code -Dkeycloak}. */
@QuarkusTest
@WithTestResource(
    value = AuthFixture.class,
    initArgs = @ResourceArg(name = "authorization-server", value = "keycloak"))
@EnabledIfSystemProperty(named = Keycloak.PROPERTY, matches = ".+")
class KeycloakTokensTest {
  private String issuer;

  @BeforeEach
  void start() {
    issuer =
        ConfigProvider.getConfig().getValue("gatehouse.authorization-server.issuer", String.class);
    Keycloak.ensure(issuer);
  }

  @Test
  void takesItsAccessTokens() {
    String token = tokens().path("access_token");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            given()
                .header("Authorization", "Bearer " + token)
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("organisation.slug", equalTo("default"))
                .body("role", equalTo("admin"))
                .body("permissions", contains("mcp:read")));
  }

  @Test
  void refusesItsIdTokens() {
    Response tokens = tokens();
    assertThat((String) tokens.path("id_token")).isNotEmpty();
    given()
        .header("Authorization", "Bearer " + tokens.path("id_token"))
        .get("/api/me")
        .then()
        .statusCode(401);
  }

  private Response tokens() {
    return given()
        .formParam("grant_type", "password")
        .formParam("client_id", "gatehouse")
        .formParam("client_secret", "the secret of the client, long enough")
        .formParam("username", Keycloak.USERNAME)
        .formParam("password", Keycloak.PASSWORD)
        .formParam("scope", "openid mcp:read")
        .post(issuer + "/protocol/openid-connect/token");
  }
}
