package dev.gatehouse.auth.client;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Transactions;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose id is the URL of a document; here it lies on this machine, as in local runs. */
@AuthTest
class ClientDocumentsTest {
  private static final String REDIRECTS =
      "\"redirect_uris\": [\"http://127.0.0.1/callback\"]," //
          + " \"grant_types\": [\"authorization_code\", \"refresh_token\"]";

  private final AtomicInteger fetched = new AtomicInteger();
  @Inject ClientRepository clients;
  @Inject Transactions transactions;
  private HttpServer server;
  private String id;
  private volatile String document = "";
  private volatile CountDownLatch slowness = new CountDownLatch(0);
  private volatile int status = 200;
  private volatile String contentType = "application/json";

  @BeforeEach
  void aDocument() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          await(slowness);
          byte[] body = document.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", contentType);
          exchange.getResponseHeaders().set("Location", ORIGIN + "/oauth/jwks");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    id = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + UUID.randomUUID();
    document = document(id, REDIRECTS);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void goesAllTheWayToTokens() {
    Response tokens = client().tokens(ORIGIN + "/mcp/default/demo", null);
    assertThat(tokens.statusCode()).isEqualTo(200);
    assertThat((String) tokens.path("refresh_token")).isNotEmpty();
  }

  @Test
  void saysOnTheConsentPageWhereTheDocumentIs() {
    BrowserlessClient client = client();
    String page = client.consentPage(client.request(ORIGIN + "/mcp/default/demo"));
    client
        .get(page)
        .then()
        .body(
            containsString("described at <strong>" + URI.create(id).getAuthority() + "</strong>"));
  }

  @Test
  void isFetchedOnceWhileItIsFresh() {
    client().tokens(ORIGIN + "/mcp/default/demo", null);
    assertThat(fetched).hasValue(1);
  }

  @Test
  void isFetchedAgainWhenItIsNoLongerFresh() {
    authorize();
    document = document(id, "\"redirect_uris\": [\"https://moved.example/callback\"]");
    noLongerFresh();
    assertRefused();
  }

  @Test
  void goesOnAsItWasWhenItCannotBeReachedForAWhile() {
    authorize();
    noLongerFresh();
    status = 503;
    assertThat(authorize()).startsWith("/consent/");
  }

  @Test
  void isNoClientAnyMoreWhenItIsGone() {
    authorize();
    noLongerFresh();
    status = 404;
    assertRefused();
  }

  @Test
  void isAskedForAgainAfterAWhileHoweverOftenSomebodyAsksForIt() {
    status = 503;
    authorize();
    status = 200;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> authorize().startsWith("/consent/"));
  }

  @Test
  void isNotFetchedForWhomNobodyHasSentAPersonYet() {
    given()
        .formParams(Map.of("client_id", id, "token", "x"))
        .post("/oauth/revoke")
        .then()
        .statusCode(401);
    assertThat(fetched).hasValue(0);
  }

  @Test
  void takesNoRoomOfClientsThatRegister() {
    long before = unusedRegistrations();
    authorize();
    assertThat(unusedRegistrations()).isEqualTo(before);
  }

  @Test
  void makesRoomForNewOnesAsLongAsNobodyUsesIt() {
    authorize();
    String first = id;
    id = id + "-newer";
    document = document(id, REDIRECTS);
    authorize();
    transactions.asPlatform(() -> {
      clients.forgetUnusedDocuments(2, "another");
      return true;
    });
    assertThat(Database.query("SELECT 1 FROM oauth_client WHERE id = '" + first + "'")).isEmpty();
    assertThat(Database.query("SELECT 1 FROM oauth_client WHERE id = '" + id + "'")).hasSize(1);
  }

  @Test
  void waitsForNoMoreThanAFewSlowOnesOfAHost() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    slowness = answering;
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        String slow = id + "-" + i;
        people.submit(() -> {
          BrowserlessClient client = BrowserlessClient.of(slow);
          return client.authorize(client.request(ORIGIN + "/mcp"));
        });
      }
      Awaitility.await().until(() -> fetched.get() == 4);
      Response answer = client().authorize(client().request(ORIGIN + "/mcp"));
      answering.countDown();
      assertThat(answer.statusCode()).isEqualTo(503);
    }
    assertThat(authorize()).startsWith("/consent/");
  }

  private long unusedRegistrations() {
    return transactions.asPlatform(clients::countUnused);
  }

  @Test
  void isNotAskedForAgainAtOnceWhenItCouldNotBeHad() {
    status = 404;
    authorize();
    authorize();
    assertThat(fetched).hasValue(1);
  }

  @Test
  void takesTheMethodsInTheWordsOfServerMetadata() {
    document =
        document(
            id,
            REDIRECTS
                + ", \"token_endpoint_auth_methods_supported\": [\"none\", \"private_key_jwt\"]");
    assertThat(authorize()).startsWith("/consent/");
  }

  @Test
  void authenticatesByTheKeysOfItsDocument() {
    ClientKeyPair keys = ClientKeyPair.generate();
    document =
        document(
            id,
            REDIRECTS
                + ", \"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": "
                + keys.jwks());
    BrowserlessClient client = client();
    Map<String, String> form = client.codeRequest(client.code(ORIGIN + "/mcp/default/demo", null));
    form.putAll(ClientKeyPair.form(keys.assertion(id)));
    assertThat(client.token(form).statusCode()).isEqualTo(200);
  }

  @Test
  void isRefusedWhenItNamesAnotherClient() {
    document = document(id + "/", REDIRECTS);
    assertRefused();
  }

  @Test
  void isRefusedWhenItNamesNoClient() {
    document = "{" + REDIRECTS + "}";
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"client_secret\": \"x\"",
        "\"client_secret_expires_at\": 0",
        "\"token_endpoint_auth_method\": \"client_secret_basic\"",
        "\"token_endpoint_auth_method\": \"private_key_jwt\"",
        "\"token_endpoint_auth_method\": 1",
        "\"grant_types\": [\"client_credentials\"]",
        "\"response_types\": [\"token\"]",
        "\"scope\": \"everything\""
      })
  void isRefusedWhenItSaysWhatCannotBe(String member) {
    document = document(id, "\"redirect_uris\": [\"http://127.0.0.1/callback\"], " + member);
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "not json", "{}", "null", "{\"client_id\":"})
  void isRefusedWhenItIsNone(String text) {
    document = text;
    assertRefused();
  }

  @Test
  void isRefusedWhenItIsLong() {
    document = document(id, REDIRECTS + ", \"client_name\": \"" + "a".repeat(6_000) + "\"");
    assertRefused();
  }

  @Test
  void isRefusedWhenItIsNoJson() {
    contentType = "text/html";
    assertRefused();
  }

  @Test
  void isNotLookedForElsewhere() {
    status = 302;
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example/client",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/client",
        "https://app.example",
        "https://app.example/",
        "https://user@app.example/client",
        "https://app.example/client#x",
        "https://app.example/a/../client",
        "https://app.example/a/%2e%2E/client",
        "https://app.example/./client",
        "ftp://app.example/client",
        "file:///etc/passwd",
        "://",
        "https://"
      })
  void hasNoOtherAddressThanHttpsWithAPath(String url) {
    BrowserlessClient client = BrowserlessClient.of(url);
    assertThat(client.authorize(client.request(ORIGIN + "/mcp")).statusCode()).isEqualTo(400);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(4, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private BrowserlessClient client() {
    return BrowserlessClient.of(id);
  }

  private String authorize() {
    Response response = client().authorize(client().request(ORIGIN + "/mcp"));
    return response.statusCode() == 303 ? BrowserlessClient.location(response) : "";
  }

  private void assertRefused() {
    Response response = client().authorize(client().request(ORIGIN + "/mcp"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.header("Location")).isNull();
  }

  private void noLongerFresh() {
    Database.run("UPDATE oauth_client SET fresh_until = now() WHERE id = '" + id + "'");
  }

  private static String document(String clientId, String members) {
    return "{\"client_id\": \"" + clientId + "\", " + members + "}";
  }
}
