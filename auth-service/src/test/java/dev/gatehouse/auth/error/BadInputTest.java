package dev.gatehouse.auth.error;

import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.platform.testing.LogLines;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every endpoint that clients talk to does with what is no request of its kind. */
@AuthTest
class BadInputTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Endpoints that take forms. */
  static Stream<String> forms() {
    return Stream.of("/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/par");
  }

  static Stream<String> all() {
    return Stream.concat(forms(), Stream.of("/oauth/register"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesJson(String path) {
    assertRefused(
        client().contentType("application/json").body("{\"token\": \"x\"}").post(path), 400);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesOtherContentTypes(String path) {
    assertRefused(client().contentType("text/plain").body("token=x&client_id=y").post(path), 400);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesAnEmptyBody(String path) {
    assertRefused(client().contentType(FORM).post(path), 400);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void doesNotLookForParametersInTheQuery(String path) {
    assertRefused(
        client()
            .contentType(FORM)
            .post(path + "?client_id=x&token=y&grant_type=refresh_token&refresh_token=y"),
        400);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesParametersThatComeTwice(String path) {
    assertRefused(
        client()
            .contentType(FORM)
            .body("client_id=a&client_id=a&token=x&grant_type=refresh_token&refresh_token=x")
            .post(path),
        400);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesTwoWaysOfClientAuthentication(String path) {
    assertRefused(
        client()
            .auth()
            .preemptive()
            .basic("a", "b")
            .contentType(FORM)
            .formParams(
                Map.of(
                    "client_id", "a",
                    "client_secret", "b",
                    "token", "x",
                    "grant_type", "refresh_token",
                    "refresh_token", "x"))
            .post(path),
        400);
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesALongBodyAtOnce(String path) {
    assertRefused(
        client().contentType(FORM).body("client_id=x&scope=" + "a".repeat(100_000)).post(path),
        413);
  }

  /** Nothing says beforehand how long such a body is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/introspect",
        "/oauth/par",
        "/oauth/register",
        "/login",
        "/consent/x",
        "/api/api-keys"
      })
  void refusesALongBodyInPiecesWithoutALineInTheLog(String path) throws Exception {
    String body = (path.startsWith("/api") ? "{\"name\": \"" : "name=") + "a".repeat(200_000);
    try (LogLines log = LogLines.all()) {
      assertThat(ChunkedPost.to(path, body)).startsWith("HTTP/1.1 413");
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void refusesALongBodyAtTheApiWithAProblem() {
    Administrator.get()
        .request()
        .body("{\"name\": \"" + "a".repeat(100_000) + "\"}")
        .post("/api/api-keys")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("type", endsWith("/too-large"));
  }

  @Test
  void refusesALongBodyInPiecesAtTheApiWithAProblem() throws Exception {
    assertThat(ChunkedPost.to("/api/api-keys", "{\"name\": \"" + "a".repeat(200_000)))
        .containsIgnoringCase("content-type: application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/oauth/revoke"})
  void readsAShortBodyInPieces(String path) throws Exception {
    String body =
        "client_id=nobody&token=x&grant_type=refresh_token&refresh_token=" + "x".repeat(1_500);
    assertThat(ChunkedPost.to(path, body)).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesPostOnly(String path) {
    assertRefused(client().get(path), 405);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void answersInItsDialectWhateverIsAcceptable(String path) {
    assertRefused(
        client().accept("text/html").contentType(FORM).body("client_id=%00").post(path), 400);
  }

  @ParameterizedTest
  @CsvSource({
    "/login, csrf=%zz&username=%",
    "/login/out, csrf=%zz",
    "/consent/x, csrf=%zz&decision=%",
    "/login/applications, consent=%zz"
  })
  void refusesFormsOfPagesThatCannotBeRead(String path, String body) {
    client()
        .contentType(FORM)
        .body(body)
        .post(path)
        .then()
        .statusCode(400)
        .contentType("text/html");
  }

  @Test
  void refusesALongScopeAtTheAuthorizationEndpoint() {
    client()
        .get("/oauth/authorize?client_id=x&response_type=code&scope=" + "a".repeat(100_000))
        .then()
        .statusCode(414);
  }

  private static RequestSpecification client() {
    return from(address());
  }

  private static void assertRefused(Response response, int status) {
    response
        .then()
        .statusCode(status)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .body("error", equalTo("invalid_request"))
        .body("error_description", not(emptyOrNullString()));
  }
}
