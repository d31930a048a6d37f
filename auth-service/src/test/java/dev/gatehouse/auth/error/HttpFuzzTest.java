package dev.gatehouse.auth.error;

import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The running endpoints with requests that are almost good: never 5xx, never a trace of the code.
 */
@AuthTest
class HttpFuzzTest {
  private static final List<String> VALUES =
      List.of(
          "",
          "x",
          "code",
          "refresh_token",
          "client_credentials",
          "S256",
          "\u0000",
          "\u202e",
          "a b",
          "%",
          "::",
          "https://a.example/",
          "urn:ietf:params:oauth:request_uri:x",
          "eyJhbGciOiJub25lIn0.e30.",
          "{}",
          "-1",
          "' OR 1=1 --",
          "../../etc/passwd",
          "mcp:read mcp:admin",
          "http://localhost:8080/mcp/default/demo",
          "\ud800",
          "0".repeat(999));

  private final Random random = new Random(20261120);

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/par"})
  void answersFormsInItsOwnWords(String path) {
    Map<String, String> good = new LinkedHashMap<>(BrowserlessClient.register().codeRequest("x"));
    good.put("token", "x");
    good.put("response_type", "code");
    good.put("request_uri", "x");
    for (int i = 0; i < 150; i++) {
      assertSober(from(address()).formParams(mutated(good)).post(path));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/authorize"})
  void answersBrowsersInItsOwnWords(String path) {
    BrowserlessClient client = BrowserlessClient.register();
    for (int i = 0; i < 150; i++) {
      Response response =
          from(address())
              .redirects()
              .follow(false)
              .queryParams(mutated(client.request("http://localhost:8080/mcp")))
              .get(path);
      assertSober(response);
      assertThat(response.header("Location"))
          .satisfiesAnyOf(
              location -> assertThat(location).isNull(),
              location -> assertThat(location).contains("/consent/"),
              location ->
                  assertThat(location).matches("http://127\\.0\\.0\\.1:(3000|3118)/callback\\?.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/register"})
  void answersRegistrationsInItsOwnWords(String path) {
    for (int i = 0; i < 150; i++) {
      assertSober(
          from(address())
              .contentType("application/json")
              .body(JsonDocuments.random(random))
              .post(path));
    }
  }

  private Map<String, String> mutated(Map<String, String> good) {
    Map<String, String> parameters = new LinkedHashMap<>(good);
    List<String> names = List.copyOf(parameters.keySet());
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        parameters.remove(name);
      } else {
        parameters.put(name, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return parameters;
  }

  private static void assertSober(Response response) {
    assertThat(response.statusCode()).isLessThan(500);
    assertThat(response.body().asString())
        .doesNotContain("Exception", "dev.gatehouse", "com.nimbusds", "\tat ", "SQL");
    if (response.statusCode() != 404) {
      assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    }
  }
}
