package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One token, one resource (RFC 8707): at the token endpoint, for codes and for refresh tokens. */
@AuthTest
class ResourceIndicatorTest {
  private static final String GATEWAY = ORIGIN + "/mcp/default/demo";

  private BrowserlessClient client;

  @BeforeEach
  void aClient() {
    client = BrowserlessClient.register();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ORIGIN + "/api",
        ORIGIN + "/mcp",
        ORIGIN + "/mcp/default/other",
        "https://other.example/mcp",
        "urn:x"
      })
  void exchangesACodeForItsOwnResourceOnly(String resource) {
    assertInvalidTarget(client.token(code(resource)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ORIGIN + "/api",
        ORIGIN + "/mcp",
        ORIGIN + "/mcp/default/other",
        "https://other.example/mcp",
        "urn:x"
      })
  void refreshesForItsOwnResourceOnly(String resource) {
    assertInvalidTarget(client.token(refresh(resource)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP://LOCALHOST:8080/mcp/default/demo",
        "http://localhost:8080/mcp/default/demo/"
      })
  void takesTheSameResourceHoweverItIsSpelled(String resource) {
    assertThat(client.authorize(client.request(resource)).statusCode()).isEqualTo(303);
    assertThat(client.token(code(resource)).statusCode()).isEqualTo(200);
  }

  @Test
  void keepsTheCodeOfARequestForAnotherResource() {
    Map<String, String> form = code(ORIGIN + "/api");
    client.token(form);
    form.put("resource", GATEWAY);
    assertThat(client.token(form).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesTwoResources() {
    assertInvalidTarget(
        from(address())
            .formParams(code(GATEWAY))
            .formParam("resource", GATEWAY, ORIGIN + "/api")
            .post("/oauth/token"));
  }

  @Test
  void keepsTheResourceWhenItRefreshes() throws Exception {
    String token = client.token(refresh(GATEWAY)).path("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience()).isEqualTo(List.of(GATEWAY));
  }

  private Map<String, String> code(String resource) {
    Map<String, String> form = client.codeRequest(client.code(GATEWAY, null));
    form.put("resource", resource);
    return form;
  }

  private Map<String, String> refresh(String resource) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", client.tokens(GATEWAY, null).path("refresh_token"));
    form.put("client_id", client.id());
    form.put("resource", resource);
    return form;
  }

  private static void assertInvalidTarget(Response response) {
    response
        .then()
        .statusCode(400)
        .header("Cache-Control", "no-store")
        .body("error", equalTo("invalid_target"));
  }
}
