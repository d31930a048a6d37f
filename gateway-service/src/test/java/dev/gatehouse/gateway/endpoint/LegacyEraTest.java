package dev.gatehouse.gateway.endpoint;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.SessionEvent.SessionEnded;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@GatewayTest
class LegacyEraTest {
  private static final int CONNECTIONS = 16;

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private Mcp client;
  private String key;

  @BeforeEach
  void aGateway() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation = new Organisation(view, catalog).connector(upstream.uri());
    for (String tool : new String[] {"get_a", "get_b", "get_c", "get_d", "get_e"}) {
      organisation.tool(tool);
    }
    organisation.gateway("g");
    key = organisation.key();
    client = new Mcp(organisation.path("g"), key);
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05", "2025-03-26, 2025-03-26", "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25", "2026-07-28, 2025-11-25", "1999-01-01, 2025-11-25"
  })
  void agreesOnARevisionWithAHandshake(String asked, String agreed) {
    client
        .legacy("initialize", initialize(asked))
        .statusCode(200)
        .header("Mcp-Session-Id", notNullValue())
        .body("id", equalTo("r1"))
        .body("result.protocolVersion", equalTo(agreed))
        .body("result.capabilities.tools", notNullValue())
        .body("result.serverInfo.name", equalTo("gatehouse"))
        .body("result.instructions", equalTo("What they are for"));
  }

  @Test
  void initialisesAClientThatSaysNothing() {
    client
        .post(Map.of(), "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"initialize\"}")
        .statusCode(200)
        .body("id", equalTo(7))
        .body("result.protocolVersion", equalTo("2025-11-25"));
  }

  @Test
  void aSessionIsGoodUntilItIsDeleted() {
    String session = session();
    Map<String, String> headers =
        Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");
    client.post(headers, Mcp.request("ping", "{}")).statusCode(200);

    given()
        .header("Authorization", "Bearer " + key)
        .header("Mcp-Session-Id", session)
        .delete(organisation.path("g"))
        .then()
        .statusCode(204);

    client.post(headers, Mcp.request("ping", "{}")).statusCode(404).body("id", equalTo("r1"));
  }

  @Test
  void whatUpstreamsHoldForASessionEndsWithIt() {
    Map<String, String> session = Map.of("Mcp-Session-Id", session());
    client.post(session, Mcp.request("tools/call", Mcp.callParams("get_a", "{}")));
    assertThat(upstream.openSessions()).isOne();

    given()
        .header("Authorization", "Bearer " + key)
        .headers(session)
        .delete(organisation.path("g"))
        .then()
        .statusCode(204);

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> upstream.openSessions() == 0);
  }

  @Test
  void aSessionIsOneSessionToAnUpstreamWhateverConnectionsItUses() throws Exception {
    Map<String, String> session = Map.of("Mcp-Session-Id", session());

    onManyConnections(
        () -> client.post(session, Mcp.request("tools/call", Mcp.callParams("get_a", "{}"))));

    assertThat(upstream.seen("tools/call"))
        .hasSize(CONNECTIONS)
        .extracting(seen -> seen.headers().get("mcp-session-id"))
        .containsOnly(upstream.seen("tools/call").getFirst().headers().get("mcp-session-id"));
    assertThat(upstream.seen("tools/call"))
        .extracting(seen -> seen.body().getValue("id"))
        .doesNotHaveDuplicates();
    assertThat(upstream.openSessions()).isOne();
  }

  @Test
  void twoSessionsOfOnePrincipalAreTwoSessionsToAnUpstream() {
    for (int i = 0; i < 2; i++) {
      client.post(
          Map.of("Mcp-Session-Id", session()),
          Mcp.request("tools/call", Mcp.callParams("get_a", "{}")));
    }

    assertThat(upstream.seen("tools/call"))
        .extracting(seen -> seen.headers().get("mcp-session-id"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  /** More than there are event loops, each with its own client and so its own connection. */
  private static void onManyConnections(Runnable call) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(threads.submit(call));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aSessionThatWasDeletedAtAnotherReplicaIsUnknownHere() {
    String session = session();
    SessionEnded ended = new SessionEnded(organisation.id(), session);
    byte[] event = EventCodec.encode(EventCodec.envelope("gateway", ended, null));

    organisation
        .identities()
        .send(new ProducerRecord<>(Topics.SESSION, ended.key().toString(), event));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            client
                .post(Map.of("Mcp-Session-Id", session), Mcp.request("ping", "{}"))
                .statusCode(404));
  }

  @Test
  void aSessionOfSomebodyElseIsUnknown() {
    String session = session();
    Mcp other = new Mcp(organisation.path("g"), organisation.token("g", Role.EDITOR, "mcp:read"));

    other.post(Map.of("Mcp-Session-Id", session), Mcp.request("ping", "{}")).statusCode(404);
  }

  @Test
  void aSessionIdThatWasTamperedWithIsUnknown() {
    String session = session();
    char[] tampered = session.toCharArray();
    tampered[20] = tampered[20] == 'A' ? 'B' : 'A';

    client
        .post(Map.of("Mcp-Session-Id", new String(tampered)), Mcp.request("ping", "{}"))
        .statusCode(404);
  }

  @Test
  void aSessionIsNoCredential() {
    new Mcp(organisation.path("g"), null)
        .post(Map.of("Mcp-Session-Id", session()), Mcp.request("ping", "{}"))
        .statusCode(401);
  }

  @Test
  void takesNotificationsWithoutAnAnswer() {
    client
        .post(Map.of(), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
        .statusCode(202)
        .body(emptyString());
  }

  @Test
  void answersPing() {
    client.legacy("ping", "{}").statusCode(200).body("result", equalTo(Map.of()));
  }

  @Test
  void saysThatAMethodIsUnknown() {
    client.legacy("resources/list", "{}").statusCode(200).body("error.code", equalTo(-32601));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | -32700",
        "[] | -32600",
        "{\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/list\"} | -32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"ping\"} | -32600"
      })
  void refusesWhatIsNoMessage(String body, int code) {
    client.post(Map.of(), body).statusCode(400).body("error.code", equalTo(code));
  }

  @Test
  void refusesARevisionThatDoesNotExist() {
    client
        .post(Map.of("MCP-Protocol-Version", "2001-01-01"), Mcp.request("ping", "{}"))
        .statusCode(400);
  }

  @Test
  void listsToolsByPagesInTheOrderOfTheirNames() {
    String cursor =
        client
            .legacy("tools/list", "{}")
            .statusCode(200)
            .body("result.tools.name", contains("get_a", "get_b", "get_c"))
            .body("result.resultType", nullValue())
            .extract()
            .path("result.nextCursor");

    client
        .legacy("tools/list", "{\"cursor\":\"" + cursor + "\"}")
        .statusCode(200)
        .body("result.tools.name", contains("get_d", "get_e"))
        .body("result.nextCursor", nullValue());
  }

  @Test
  void refusesACursorThatIsNotOfTheList() {
    client
        .legacy("tools/list", "{\"cursor\":\"bm9uZQ\"}")
        .statusCode(200)
        .body("error.code", equalTo(-32602));
  }

  @Test
  void passesTheResultOfACallOnByteForByte() {
    String result = "{\"content\":[{\"type\":\"text\",\"text\":\"héllo \\u00e9\"}], \"x\" : 1.50}";
    upstream.onCall(params -> result);

    String body = client.legacyCall("get_a", "{\"q\":\"ü\"}").statusCode(200).extract().asString();

    assertThat(body).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"result\":" + result + "}");
    assertThat(upstream.seen("tools/call").getFirst().body().encode())
        .contains("\"name\":\"get_a\"", "{\"q\":\"ü\"}");
  }

  @Test
  void answersAClientThatTakesEventsOnlyByOneEvent() {
    client
        .post(Map.of("Accept", "text/event-stream"), Mcp.request("ping", "{}"))
        .statusCode(200)
        .contentType("text/event-stream")
        .body(
            equalTo("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"result\":{}}\n\n"));
  }

  @Test
  void sendsNothingOfTheClientsHeadersUpstream() {
    client
        .post(
            Map.of("X-Secret", "s", "Cookie", "c=1", "MCP-Protocol-Version", "2025-06-18"),
            Mcp.request("tools/call", Mcp.callParams("get_a", "{}")))
        .statusCode(200);

    assertThat(upstream.seen("tools/call").getFirst().headers())
        .doesNotContainKeys("authorization", "x-secret", "cookie", "origin", "referer");
  }

  @Test
  void aToolWithoutTheNeededScopeIsUnknown() {
    organisation.tool("delete_x").gateway("g");
    Mcp reader = new Mcp(organisation.path("g"), organisation.key(Role.OWNER, Scope.READ));

    reader.legacyCall("delete_x", "{}").statusCode(200).body("error.code", equalTo(-32602));

    assertThat(upstream.seen("tools/call")).isEmpty();
  }

  private String session() {
    return client.legacy("initialize", initialize("2025-11-25")).extract().header("Mcp-Session-Id");
  }

  private static String initialize(String version) {
    return "{\"protocolVersion\":\""
        + version
        + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
  }
}
