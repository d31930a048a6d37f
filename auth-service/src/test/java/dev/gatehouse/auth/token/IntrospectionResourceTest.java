package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.client.MachineClient;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What resource servers of an organisation learn of a token (RFC 7662). */
@AuthTest
class IntrospectionResourceTest {
  private MachineClient resourceServer;

  @BeforeEach
  void aResourceServer() {
    resourceServer =
        MachineClient.of(
            """
            {"name": "Resource server", "introspection": true}
            """);
  }

  @Test
  void describesATokenOfItsOrganisation() {
    MachineClient machine = MachineClient.create("editor");
    introspect(machine.token(Map.of("resource", ORIGIN + "/api")).path("access_token"))
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("active", equalTo(true))
        .body("client_id", equalTo(machine.id()))
        .body("sub", equalTo(machine.id()))
        .body("aud", contains(ORIGIN + "/api"))
        .body("iss", equalTo(ORIGIN))
        .body("scope", equalTo("mcp:read mcp:write"))
        .body("token_type", equalTo("Bearer"))
        .body("org", equalTo(Administrator.get().organisation()))
        .body("exp", notNullValue())
        .body("jti", notNullValue());
  }

  @Test
  void describesATokenOfAPerson() {
    String token =
        BrowserlessClient.register()
            .tokens(ORIGIN + "/mcp/default/demo", null)
            .path("access_token");
    introspect(token)
        .then()
        .body("active", equalTo(true))
        .body("sub", equalTo(Administrator.get().user()));
  }

  @Test
  void saysNothingOfAnotherOrganisationsToken() {
    Person other = Person.create();
    String token =
        BrowserlessClient.register()
            .usedBy(other)
            .tokens(other.endpoint(), null)
            .path("access_token");
    assertInactive(introspect(token));
  }

  @Test
  void saysNothingOfATokenThatIsMadeUp() {
    assertInactive(introspect("made-up"));
  }

  @Test
  void saysNothingOfARefreshToken() {
    String token =
        BrowserlessClient.register()
            .tokens(ORIGIN + "/mcp/default/demo", null)
            .path("refresh_token");
    assertInactive(introspect(token));
  }

  @Test
  void seesThatAGrantWasRevoked() {
    BrowserlessClient client = BrowserlessClient.register();
    Response tokens = client.tokens(ORIGIN + "/mcp/default/demo", null);
    from(address())
        .formParams(Map.of("client_id", client.id(), "token", tokens.path("refresh_token")))
        .post("/oauth/revoke");
    assertInactive(introspect(tokens.path("access_token")));
  }

  @Test
  void seesThatAMachinesTokenWasRevoked() {
    MachineClient machine = MachineClient.create("editor");
    String token = machine.token(Map.of()).path("access_token");
    machine.post("/oauth/revoke", Map.of("token", token));
    assertInactive(introspect(token));
  }

  @Test
  void seesThatAMachineIsGone() {
    MachineClient machine = MachineClient.create("editor");
    String token = machine.token(Map.of()).path("access_token");
    Administrator.get().request().delete("/api/clients/" + machine.id());
    assertInactive(introspect(token));
  }

  @Test
  void isForResourceServersOnly() {
    assertError(
        MachineClient.create("owner").post("/oauth/introspect", Map.of("token", "x")),
        403,
        "unauthorized_client");
  }

  @Test
  void isNotForPublicClients() {
    assertError(
        from(address())
            .formParams(Map.of("token", "x", "client_id", BrowserlessClient.register().id()))
            .post("/oauth/introspect"),
        401,
        "invalid_client");
  }

  @Test
  void takesNoWrongSecret() {
    assertError(
        new MachineClient(resourceServer.id(), "wrong")
            .post("/oauth/introspect", Map.of("token", "x")),
        401,
        "invalid_client");
  }

  @Test
  void needsAToken() {
    assertError(
        resourceServer.post("/oauth/introspect", Map.of("other", "x")), 400, "invalid_request");
  }

  private Response introspect(String token) {
    return resourceServer.post("/oauth/introspect", Map.of("token", token));
  }

  private static void assertInactive(Response response) {
    response
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("", equalTo(Map.of("active", false)));
  }

  private static void assertError(Response response, int status, String error) {
    response
        .then()
        .statusCode(status)
        .header("Cache-Control", "no-store")
        .body("error", equalTo(error));
  }
}
