package dev.gatehouse.auth.authorize;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.client.MachineClient;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushed authorization requests (RFC 9126). */
@AuthTest
class PushedAuthorizationResourceTest {
  private BrowserlessClient client;
  private Map<String, String> request;

  @BeforeEach
  void aGoodRequest() {
    client = BrowserlessClient.register();
    request = client.request(ORIGIN + "/mcp/default/demo");
  }

  @Test
  void givesANameForTheRequest() {
    push(request)
        .then()
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("request_uri", startsWith("urn:ietf:params:oauth:request_uri:"))
        .body("expires_in", equalTo(90));
  }

  @Test
  void leadsToTheConsentPage() {
    assertThat(BrowserlessClient.location(client.authorize(named(push(request)))))
        .startsWith("/consent/");
  }

  @Test
  void countsAndNotWhatTheBrowserBrings() {
    Map<String, String> named = named(push(request));
    named.put("redirect_uri", "https://evil.example/");
    assertThat(BrowserlessClient.location(client.authorize(named))).startsWith("/consent/");
  }

  @Test
  void isGoodOnce() {
    Map<String, String> named = named(push(request));
    client.authorize(named);
    assertGone(client.authorize(named));
  }

  @Test
  void isOfItsClientAlone() {
    Map<String, String> named = named(push(request));
    named.put("client_id", BrowserlessClient.register().id());
    assertGone(client.authorize(named));
  }

  @Test
  void expires() {
    Map<String, String> named = named(push(request));
    Database.run(
        """
        INSERT INTO pushed_request
        SELECT '%s', client_id, query, now() - interval '1 s' FROM pushed_request
        WHERE client_id = '%s'
        """
            .formatted(OpaqueToken.hash(client.id()), client.id()));
    named.put("request_uri", "urn:ietf:params:oauth:request_uri:" + client.id());
    assertGone(client.authorize(named));
  }

  @Test
  void needsAClientThatIsKnown() {
    request.put("client_id", "nobody");
    assertError(push(request), 401, "invalid_client");
  }

  @Test
  void needsAuthenticationOfAConfidentialClient() {
    request.put("client_id", MachineClient.create("editor").id());
    assertError(push(request), 401, "invalid_client");
  }

  @Test
  void isNotForMachines() {
    MachineClient machine = MachineClient.create("editor");
    request.put("client_id", machine.id());
    assertError(machine.post("/oauth/par", request), 400, "invalid_request");
  }

  @Test
  void refusesARedirectUriThatIsNotRegistered() {
    request.put("redirect_uri", "https://evil.example/");
    assertError(push(request), 400, "invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "code_challenge_method, plain, invalid_request",
    "resource, https://other.example/mcp, invalid_target",
    "scope, openid, invalid_scope",
    "prompt, none login, invalid_request",
    "request_uri, urn:ietf:params:oauth:request_uri:x, invalid_request"
  })
  void saysWhatIsWrong(String parameter, String value, String error) {
    request.put(parameter, value);
    assertError(push(request), 400, error);
  }

  private static Response push(Map<String, String> form) {
    return from(address()).formParams(form).post("/oauth/par");
  }

  private Map<String, String> named(Response pushed) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("client_id", client.id());
    parameters.put("request_uri", pushed.path("request_uri"));
    return parameters;
  }

  private static void assertGone(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.header("Location")).isNull();
  }

  private static void assertError(Response response, int status, String error) {
    response
        .then()
        .statusCode(status)
        .header("Cache-Control", "no-store")
        .body("error", equalTo(error));
  }
}
