package dev.gatehouse.auth.client;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.expiry.ExpiryRun;
import io.quarkus.test.junit.QuarkusMock;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may register, and what becomes of clients that nobody uses. */
@AuthTest
class RegistrationModeTest {
  private static final String CLIENT = "{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}";

  @Test
  void thereIsNoEndpointWhereItIsOff() {
    QuarkusMock.installMockForType(Policies.off(), RegistrationPolicy.class);
    register(request()).then().statusCode(404);
  }

  @Test
  void registersWhoPresentsTheInitialAccessToken() {
    QuarkusMock.installMockForType(Policies.byToken(), RegistrationPolicy.class);
    register(request().header("Authorization", "Bearer " + Policies.TOKEN))
        .then()
        .statusCode(201)
        .body("client_id", notNullValue());
  }

  @Test
  void refusesWhoPresentsNoInitialAccessToken() {
    QuarkusMock.installMockForType(Policies.byToken(), RegistrationPolicy.class);
    assertInvalidToken(register(request()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer another", "Bearer", "Basic x", "bearer an initial"})
  void refusesAnotherInitialAccessToken(String authorization) {
    QuarkusMock.installMockForType(Policies.byToken(), RegistrationPolicy.class);
    assertInvalidToken(register(request().header("Authorization", authorization)));
  }

  @Test
  void refusesMoreWhereTooManyAreUnused() {
    Database.run(
        """
        INSERT INTO oauth_client (id, name, redirect_uris, grant_types, auth_method, created_at)
        SELECT 'unused-' || i, 'x', '{}', '{}', 'none', now() FROM generate_series(1, 10000) i
        """);
    try {
      register(request())
          .then()
          .statusCode(429)
          .header("Retry-After", notNullValue())
          .body("error", equalTo("temporarily_unavailable"));
    } finally {
      Database.run("DELETE FROM oauth_client WHERE id LIKE 'unused-%'");
    }
  }

  @Test
  void forgetsAClientThatNobodyUsed() {
    BrowserlessClient client = BrowserlessClient.register();
    weekOld(client);
    ExpiryRun.now();
    assertThat(client.authorize(client.request(ORIGIN + "/mcp")).statusCode()).isEqualTo(400);
  }

  @Test
  void keepsAClientThatSomebodyUsed() {
    BrowserlessClient client = BrowserlessClient.register();
    client.tokens(ORIGIN + "/mcp/default/demo", null);
    weekOld(client);
    ExpiryRun.now();
    assertThat(client.authorize(client.request(ORIGIN + "/mcp")).statusCode()).isEqualTo(303);
  }

  private static void weekOld(BrowserlessClient client) {
    Database.run(
        "UPDATE oauth_client SET created_at = now() - interval '8 d' WHERE id = '"
            + client.id()
            + "'");
  }

  private static RequestSpecification request() {
    return from(address()).contentType("application/json").body(CLIENT);
  }

  private static Response register(RequestSpecification request) {
    return request.post("/oauth/register");
  }

  private static void assertInvalidToken(Response response) {
    response
        .then()
        .statusCode(401)
        .header("Cache-Control", "no-store")
        .header("WWW-Authenticate", containsString("invalid_token"));
  }
}
