package dev.gatehouse.gateway.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Seen;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What upstreams say outside any request reaches the clients that listen, in either era. */
@GatewayTest
class UpstreamNewsTest {
  private static final String WATCHED = "test://watched";
  private static final String LIST_CHANGED = "notifications/tools/list_changed";
  private static final String UPDATED = "notifications/resources/updated";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private String path;
  private String key;

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
    key = organisation.key();
  }

  @AfterEach
  void close() {
    upstream.close();
    organisation.close();
  }

  private void serve(Speaks speaks) {
    upstream = UpstreamFixture.start(vertx, speaks).telling();
    organisation
        .connector(upstream.uri())
        .capabilities(
            "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true,\"listChanged\":true}}")
        .tool("get_x")
        .feature(FeatureKind.RESOURCE, WATCHED)
        .exposeFeatures()
        .gateway("g");
    path = organisation.path("g");
  }

  @ParameterizedTest
  @CsvSource({"LEGACY,LEGACY", "LEGACY,MODERN", "MODERN,LEGACY", "MODERN,MODERN"})
  void aClientHearsThatAnUpstreamsToolsHaveChanged(Speaks client, Speaks server) {
    serve(server);
    try (EventReader events = listen(client, "{\"toolsListChanged\":true}")) {
      awaitStreams(1);

      upstream.tell(LIST_CHANGED, new JsonObject());

      assertThat(events.next().getString("method")).isEqualTo(LIST_CHANGED);
    }
  }

  @ParameterizedTest
  @CsvSource({"LEGACY,LEGACY", "LEGACY,MODERN", "MODERN,LEGACY", "MODERN,MODERN"})
  void aClientHearsThatAResourceItWatchesWasUpdated(Speaks client, Speaks server) {
    serve(server);
    try (EventReader events = watch(client)) {
      awaitWatched(server);

      upstream.tell(UPDATED, new JsonObject().put("uri", WATCHED));

      JsonObject updated = events.next();
      assertThat(updated.getString("method")).isEqualTo(UPDATED);
      assertThat(updated.getJsonObject("params").getString("uri")).isEqualTo(WATCHED);
    }
  }

  @Test
  void aModernClientIsToldWhichResourcesItWillHearOf() {
    serve(Speaks.MODERN);

    try (EventReader events =
        listenModern("{\"resourceSubscriptions\":[\"test://hidden\",\"" + WATCHED + "\"]}")) {
      assertThat(events.next().getJsonObject("params").getJsonObject("notifications").encode())
          .isEqualTo("{\"resourceSubscriptions\":[\"" + WATCHED + "\"]}");
    }
  }

  @Test
  void aResourceThatIsNotShownCannotBeSubscribedTo() {
    serve(Speaks.LEGACY);

    new Mcp(path, key)
        .post(posting(session()), Mcp.request("resources/subscribe", "{\"uri\":\"test://hidden\"}"))
        .statusCode(200)
        .body("error.code", equalTo(-32002))
        .body("error.data.uri", equalTo("test://hidden"));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void whoHasUnsubscribedHearsNothingMore(Speaks server) {
    serve(server);
    Map<String, String> session = session();
    try (EventReader events = EventReader.get(path, key, session)) {
      awaitListsHeard(server);
      subscribe(session, "resources/subscribe");
      awaitWatched(server);
      subscribe(session, "resources/unsubscribe");
      awaitUnwatched(server);

      upstream.tell(UPDATED, new JsonObject().put("uri", WATCHED));
      upstream.tell(LIST_CHANGED, new JsonObject());

      assertThat(events.next().getString("method")).isEqualTo(LIST_CHANGED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void nobodyListensAtAnUpstreamForNobody(Speaks server) {
    serve(server);
    EventReader events = watch(Speaks.LEGACY);
    awaitWatched(server);

    events.close();

    awaitStreams(0);
  }

  @Test
  void clientsOfOneConnectorShareOneStreamForItsLists() {
    serve(Speaks.MODERN);
    try (EventReader first = listen(Speaks.MODERN, "{\"toolsListChanged\":true}");
        EventReader second = listen(Speaks.LEGACY, "")) {
      Awaitility.await().until(() -> upstream.seen("subscriptions/listen").size() >= 1);

      upstream.tell(LIST_CHANGED, new JsonObject());

      assertThat(first.next().getString("method")).isEqualTo(LIST_CHANGED);
      assertThat(second.next().getString("method")).isEqualTo(LIST_CHANGED);
      await()
          .untilAsserted(() ->
              assertThat(openFilters()).filteredOn(filter -> filter.contains("tools")).hasSize(1));
    }
  }

  @Test
  void updatesAreHeardInTheConversationOfTheClientsOwnSession() {
    serve(Speaks.LEGACY);
    Map<String, String> session = session();
    try (EventReader events = EventReader.get(path, key, session)) {
      subscribe(session, "resources/subscribe");

      new Mcp(path, key).post(session, Mcp.request("tools/call", Mcp.callParams("get_x", "{}")));

      String called = upstreamSession(upstream.seen("tools/call").getFirst());
      assertThat(upstreamSession(upstream.seen("resources/subscribe").getFirst()))
          .isEqualTo(called);
      assertThat(upstream.streams()).extracting(UpstreamNewsTest::upstreamSession).contains(called);
    }
  }

  @Test
  void anUpstreamThatEndsItsStreamIsListenedToAgainAfterAWhile() {
    serve(Speaks.LEGACY);
    try (EventReader events = watch(Speaks.LEGACY)) {
      awaitWatched(Speaks.LEGACY);
      upstream.forgetSessions();

      upstream.endStreams();

      JsonObject mayHaveChanged = events.next();
      assertThat(mayHaveChanged.getString("method")).isEqualTo(UPDATED);
      assertThat(upstream.seen("resources/subscribe")).hasSize(2);
    }
  }

  @Test
  void anUpstreamWithoutSuchAStreamIsNotAskedAgainAndAgain() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY); // answers GET by 405
    organisation
        .connector(upstream.uri())
        .capabilities("{\"resources\":{\"subscribe\":true}}")
        .tool("get_x")
        .feature(FeatureKind.RESOURCE, WATCHED)
        .exposeFeatures()
        .gateway("g");
    path = organisation.path("g");
    Map<String, String> session = session();
    try (EventReader events = EventReader.get(path, key, session)) {
      for (int i = 0; i < 5; i++) {
        new Mcp(path, key)
            .post(
                posting(session),
                Mcp.request("resources/subscribe", "{\"uri\":\"" + WATCHED + "\"}"))
            .body("error.code", equalTo(-32602));
      }
      assertThat(upstream.seen()).filteredOn(seen -> seen.httpMethod().equals("GET")).hasSize(1);
    }
  }

  private EventReader listen(Speaks client, String notifications) {
    if (client == Speaks.LEGACY) {
      return EventReader.get(path, key, session());
    }
    EventReader events = listenModern(notifications);
    events.next(); // the acknowledgement
    return events;
  }

  private EventReader listenModern(String notifications) {
    return EventReader.post(
        path,
        key,
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen"),
        Mcp.request(
            "subscriptions/listen", Mcp.withMeta("{\"notifications\":" + notifications + "}")));
  }

  private EventReader watch(Speaks client) {
    if (client == Speaks.MODERN) {
      return listen(client, "{\"resourceSubscriptions\":[\"" + WATCHED + "\"]}");
    }
    Map<String, String> session = session();
    EventReader events = EventReader.get(path, key, session);
    subscribe(session, "resources/subscribe");
    return events;
  }

  private void subscribe(Map<String, String> session, String method) {
    new Mcp(path, key)
        .post(posting(session), Mcp.request(method, "{\"uri\":\"" + WATCHED + "\"}"))
        .statusCode(200)
        .body("result", equalTo(Map.of()));
  }

  private static Map<String, String> posting(Map<String, String> session) {
    Map<String, String> headers = new HashMap<>(session);
    headers.put("Accept", "application/json, text/event-stream");
    return headers;
  }

  private Map<String, String> session() {
    String id =
        given()
            .contentType("application/json")
            .header("Authorization", "Bearer " + key)
            .body(Mcp.request("initialize", "{\"protocolVersion\":\"2025-11-25\"}"))
            .post(path)
            .header("Mcp-Session-Id");
    return Map.of("Accept", "text/event-stream", "Mcp-Session-Id", id);
  }

  private void awaitWatched(Speaks server) {
    await().until(() -> watched(server) == 1);
  }

  private void awaitUnwatched(Speaks server) {
    await()
        .until(() ->
            server == Speaks.LEGACY
                ? upstream.seen("resources/unsubscribe").size() == 1
                : watched(server) == 0);
  }

  private long watched(Speaks server) {
    return server == Speaks.LEGACY
        ? upstream.seen("resources/subscribe").size()
        : openFilters().stream().filter(filter -> filter.contains(WATCHED)).count();
  }

  /** There is a stream for the lists, beside that of who watches. */
  private void awaitListsHeard(Speaks server) {
    await()
        .until(() ->
            server == Speaks.LEGACY
                ? !upstream.streams().isEmpty()
                : openFilters().stream().anyMatch(filter -> filter.contains("tools")));
  }

  private void awaitStreams(int count) {
    await().until(() -> count == 0 ? upstream.streams().isEmpty() : !upstream.streams().isEmpty());
  }

  private static org.awaitility.core.ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  private List<String> openFilters() {
    return upstream.streams().stream()
        .map(seen ->
            seen.body()
                .getJsonObject("params", new JsonObject())
                .getJsonObject("notifications", new JsonObject())
                .encode())
        .toList();
  }

  private static String upstreamSession(Seen seen) {
    return seen.headers().getOrDefault("mcp-session-id", "");
  }
}
