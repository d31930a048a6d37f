package dev.gatehouse.auth.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider, or who speaks in its place, says that is no answer at all. */
@AuthTest
class ProviderAnswerTest {
  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = new FakeProvider("fake");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?code=c&state=|",
        "?state=\"<>\\^`{}",
        "?state=%zz",
        "?code=c&state=%00",
        "?error=%0D%0A&state=s",
        "?error=a%22b&error_description=%5C&state=s",
        "?response=x.y.z",
        "?code=c&state=s&iss=%5B",
        "?",
        ""
      })
  void isNotOpen(String query) throws IOException {
    assertThat(firstLine("/login/with/fake/callback" + query)).startsWith("HTTP/1.1 400");
  }

  /** No client library sends what is no URI. */
  private static String firstLine(String path) throws IOException {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "{\"id_token\": null, \"access_token\": \"a\", \"token_type\": \"Bearer\"}",
        "{\"id_token\": [1], \"access_token\": \"a\", \"token_type\": \"Bearer\"}",
        "{\"id_token\": \"e30.e30.\", \"access_token\": \"a\", \"token_type\": \"Bearer\"}",
        "{\"id_token\": \"eyJhbGciOiJSUzI1NiJ9.W10.AA\", \"access_token\": \"a\", \"token_type\": {}}",
        "{\"token_type\": 1, \"access_token\": 2, \"expires_in\": \"x\", \"scope\": []}"
      })
  void isRefusedAtTheTokenEndpoint(String answer) {
    BrowserlessClient browser = BrowserlessClient.of("none");
    Map<String, String> question =
        BrowserlessClient.parameters(
            URI.create(BrowserlessClient.location(browser.get("/login/with/fake"))));
    provider.answerWith(answer);
    Response refused =
        browser.get(
            "/login/with/fake/callback?code=c&state="
                + question.get("state")
                + "&iss="
                + provider.issuer());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.cookie("gatehouse_session")).isNull();
  }

  @Test
  void isNoMetadataOfAPlaceThatNoBrowserGoesTo() {
    try (FakeProvider liar = new FakeProvider("liar")) {
      liar.sendBrowsersTo("javascript:alert(1)");
      Response refused = BrowserlessClient.of("none").get("/login/with/liar");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.header("Location")).isNull();
    }
  }
}
