package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.auth.client.MachineClient;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Machines that act by themselves. */
@AuthTest
class ClientCredentialsTest {

  @Test
  void isItsOwnSubject() throws Exception {
    MachineClient machine = MachineClient.create("editor");
    JWTClaimsSet claims = claims(machine.token(Map.of("resource", ORIGIN + "/api")));
    assertThat(claims.getSubject()).isEqualTo(machine.id());
    assertThat(claims.getStringClaim("client_id")).isEqualTo(machine.id());
    assertThat(claims.getAudience()).isEqualTo(List.of(ORIGIN + "/api"));
    assertThat(claims.getStringClaim("org")).isEqualTo(Administrator.get().organisation());
    assertThat(claims.getClaim("grant_id")).isNull();
  }

  @Test
  void getsNoRefreshToken() {
    MachineClient.create("editor")
        .token(Map.of())
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("refresh_token", nullValue());
  }

  @Test
  void getsWhatItsRoleAllowsButTheAdminScope() {
    MachineClient.create("admin")
        .token(Map.of())
        .then()
        .body("scope", equalTo("mcp:read mcp:write"));
  }

  @Test
  void getsTheAdminScopeWhenItAsksForIt() {
    MachineClient.create("admin")
        .token(Map.of("scope", "mcp:admin"))
        .then()
        .body("scope", equalTo("mcp:admin"));
  }

  @Test
  void isRefusedAScopeBeyondItsRole() {
    assertError(
        MachineClient.create("viewer").token(Map.of("scope", "mcp:read mcp:write")),
        "invalid_scope");
  }

  @Test
  void isRefusedTheEndpointOfAnotherOrganisation() {
    assertError(
        MachineClient.create("editor").token(Map.of("resource", ORIGIN + "/mcp/other/demo")),
        "invalid_target");
  }

  @Test
  void isRefusedAForeignResource() {
    assertError(
        MachineClient.create("editor").token(Map.of("resource", "https://other.example/mcp")),
        "invalid_target");
  }

  @Test
  void isForMachinesOnly() {
    var registered =
        from(address())
            .contentType("application/json")
            .body("{\"redirect_uris\": [\"https://app.example/cb\"]}")
            .post("/oauth/register");
    assertError(
        new MachineClient(registered.path("client_id"), registered.path("client_secret"))
            .token(Map.of()),
        "unauthorized_client");
  }

  @Test
  void takesNoWrongSecret() {
    MachineClient machine = MachineClient.create("editor");
    new MachineClient(machine.id(), "wrong")
        .token(Map.of())
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void letsAMachineUseTheApi() {
    MachineClient machine = MachineClient.create("admin");
    String token = apiToken(machine);
    assertThat(clientsStatus(token)).isEqualTo(200);
  }

  @Test
  void endsAMachineWithItsClient() {
    MachineClient machine = MachineClient.create("admin");
    String token = apiToken(machine);
    assertThat(clientsStatus(token)).isEqualTo(200);
    Administrator.get().request().delete("/api/clients/" + machine.id()).then().statusCode(204);
    Awaitility.await().until(() -> clientsStatus(token) == 401);
  }

  @Test
  void tellsTheOtherServicesItsRole() throws Exception {
    MachineClient machine = MachineClient.create("viewer");
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      assertThat(
              identity
                  .await(MembershipChanged.class, changed -> changed.user().equals(machine.id()))
                  .role()
                  .value())
          .isEqualTo("viewer");
    }
  }

  @Test
  void revokesATokenThatTheMachineGivesUp() throws Exception {
    MachineClient machine = MachineClient.create("editor");
    Response tokens = machine.token(Map.of());
    machine
        .post("/oauth/revoke", Map.of("token", tokens.path("access_token")))
        .then()
        .statusCode(200);
    String jti = claims(tokens).getJWTID();
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(
          Revoked.class,
          revoked -> revoked.kind() == Revoked.Kind.TOKEN && revoked.value().equals(jti));
    }
  }

  // The identity view of the service itself learns of the machine from the topic.
  private static String apiToken(MachineClient machine) {
    String token =
        machine
            .token(Map.of("resource", ORIGIN + "/api", "scope", "mcp:admin"))
            .path("access_token");
    Awaitility.await().until(() -> clientsStatus(token) == 200);
    return token;
  }

  private static int clientsStatus(String token) {
    return given().header("Authorization", "Bearer " + token).get("/api/clients").statusCode();
  }

  private static JWTClaimsSet claims(Response tokens) throws Exception {
    return SignedJWT.parse(tokens.<String>path("access_token")).getJWTClaimsSet();
  }

  private static void assertError(Response response, String error) {
    response
        .then()
        .statusCode(400)
        .header("Cache-Control", "no-store")
        .body("error", equalTo(error));
  }
}
