package dev.gatehouse.auth.limit;

import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.gatehouse.auth.Attempts;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Over HTTP, with the limits of a service that nobody has configured. */
@AuthTest
class RequestLimitsTest {
  private static final String REGISTRATION =
      "{\"redirect_uris\": [\"https://app.example/cb\"], \"token_endpoint_auth_method\": \"none\"}";

  private final String address = address();

  @Test
  void slowsRegistrationDown() {
    assertLimited(untilLimited(() -> register("{}")));
  }

  @Test
  void leavesOtherAddressesAlone() {
    untilLimited(() -> register("{}"));
    from(address())
        .contentType("application/json")
        .body(REGISTRATION)
        .post("/oauth/register")
        .then()
        .statusCode(201);
  }

  @Test
  void slowsGuessingOfTokensDown() {
    assertLimited(untilLimited(() -> guess("/oauth/token")));
  }

  @Test
  void countsFailuresOfAllEndpointsTogether() {
    untilLimited(() -> guess("/oauth/revoke"));
    assertLimited(Attempts.untilLimited(2, () -> guess("/oauth/token")));
  }

  @Test
  void doesNotLimitWhatSucceeds() {
    BrowserlessClient client = BrowserlessClient.register();
    Map<String, String> revocation = Map.of("client_id", client.id(), "token", "x");
    Attempts.untilLimited(150, () -> from(address).formParams(revocation).post("/oauth/revoke"))
        .then()
        .statusCode(200);
  }

  @Test
  void takesAGoodClientForNoBadOneBehindTheSameAddress() {
    untilLimited(() -> guess("/oauth/token"));
    BrowserlessClient good = BrowserlessClient.register();
    from(address)
        .formParams(Map.of("client_id", good.id(), "token", "x"))
        .post("/oauth/revoke")
        .then()
        .statusCode(200);
  }

  @Test
  void slowsSignInsAtProvidersDown() {
    untilLimited(() -> from(address).get("/login/with/nobody"))
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("[1-9][0-9]*"));
  }

  @Test
  void slowsAuthorizationRequestsDown() {
    untilLimited(this::authorize)
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
        .contentType("text/html");
  }

  private Response register(String metadata) {
    return from(address).contentType("application/json").body(metadata).post("/oauth/register");
  }

  private Response guess(String path) {
    return from(address)
        .formParams(Map.of("grant_type", "refresh_token", "refresh_token", "x", "token", "x"))
        .formParam("client_id", "nobody")
        .post(path);
  }

  private Response authorize() {
    return from(address).redirects().follow(false).get("/oauth/authorize?client_id=nobody");
  }

  private static Response untilLimited(Supplier<Response> request) {
    return Attempts.untilLimited(2_000, request);
  }

  private static void assertLimited(Response response) {
    response
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
        .header("Cache-Control", "no-store")
        .body("error", equalTo("temporarily_unavailable"));
  }
}
