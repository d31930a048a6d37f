package dev.gatehouse.gateway.upstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Seen;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a client asks for, in either era, over either transport, by key or token: nothing of it
 * but what was asked reaches the upstream, and nothing of the upstream's credential the client.
 */
@GatewayTest
class EveryVerbTest {
  private static final String UPSTREAM_SECRET = "upstream-s3cret-91c4";
  private static final Map<String, String> CLIENT_HEADERS =
      Map.of(
          "Cookie", "session=client-cookie-77",
          "X-Api-Key", "client-header-77",
          "Forwarded", "for=client-77",
          "Proxy-Authorization", "Basic client-proxy-77",
          "Last-Event-ID", "client-event-77",
          "Referer", "http://client-77/",
          "User-Agent", "client-agent-77");

  /** What both eras have, with the name that a modern client repeats in a header. */
  private record Verb(String method, String params, String name) {}

  private static final List<Verb> IN_BOTH_ERAS =
      List.of(
          new Verb("tools/list", "{}", null),
          new Verb("tools/call", "{\"name\":\"get_a\",\"arguments\":{}}", "get_a"),
          new Verb("resources/list", "{}", null),
          new Verb("resources/templates/list", "{}", null),
          new Verb("resources/read", "{\"uri\":\"test://a\"}", "test://a"),
          new Verb("prompts/list", "{}", null),
          new Verb("prompts/get", "{\"name\":\"greet\"}", "greet"),
          new Verb(
              "completion/complete",
              "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"},\"argument\":{\"name\":\"a\",\"value\":\"b\"}}",
              null));

  private static final List<Verb> LEGACY_ONLY =
      List.of(
          new Verb("ping", "{}", null),
          new Verb("logging/setLevel", "{\"level\":\"debug\"}", null),
          new Verb("resources/subscribe", "{\"uri\":\"test://a\"}", null),
          new Verb("resources/unsubscribe", "{\"uri\":\"test://a\"}", null));

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;

  private Organisation organisation;
  private UpstreamFixture upstream;
  private String path;
  private final List<String> toClients = new ArrayList<>();

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  private void serve(Speaks speaks) {
    upstream =
        UpstreamFixture.start(vertx, speaks)
            .requiring("Authorization", "Bearer " + UPSTREAM_SECRET)
            .telling()
            .on("resources/read", params -> "{\"contents\":[]}")
            .on("prompts/get", params -> "{\"messages\":[]}")
            .on("completion/complete", params -> "{\"completion\":{\"values\":[]}}")
            .on("logging/setLevel", params -> "{}");
    String changing = "{\"listChanged\":true}";
    organisation
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(10))
        .capabilities(
            "{\"tools\":%s,\"resources\":{\"subscribe\":true},\"prompts\":%s,\"completions\":{},\"logging\":{}}"
                .formatted(changing, changing))
        .tool("get_a")
        .feature(FeatureKind.RESOURCE, "test://a")
        .feature(FeatureKind.RESOURCE_TEMPLATE, "test://t/{id}")
        .feature(FeatureKind.PROMPT, "greet")
        .exposeFeatures()
        .gateway("g");
    path = organisation.path("g");
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void keepsTheSidesApart(Speaks speaks) {
    serve(speaks);
    String key = organisation.key();
    String token = organisation.token("g", Role.OWNER, "mcp:read mcp:write mcp:admin");

    for (String credential : List.of(key, token)) {
      overStreamableHttp(credential);
      modern(credential);
      overSse(credential);
    }
    direct(key);

    assertThat(upstream.seen())
        .extracting(Seen::rpcMethod)
        .contains("tools/call", "resources/read", "prompts/get", "completion/complete");
    assertThat(upstream.seen())
        .allSatisfy(seen -> {
          assertThat(text(seen))
              .doesNotContain(
                  key.toLowerCase(Locale.ROOT), token.toLowerCase(Locale.ROOT), "client-");
          assertThat(seen.headers().keySet())
              .isSubsetOf(
                  Set.of(
                      "host",
                      "content-length",
                      "content-type",
                      "accept",
                      "authorization",
                      "mcp-protocol-version",
                      "mcp-session-id",
                      "mcp-method",
                      "mcp-name"));
        });
    assertThat(toClients).hasSizeGreaterThan(50).noneMatch(said -> said.contains(UPSTREAM_SECRET));
  }

  private void overStreamableHttp(String credential) {
    Mcp client = new Mcp(path, credential);
    ValidatableResponse opened =
        client.post(
            CLIENT_HEADERS, Mcp.request("initialize", "{\"protocolVersion\":\"2025-11-25\"}"));
    record(opened);
    Map<String, String> headers = new HashMap<>(CLIENT_HEADERS);
    headers.put("Mcp-Session-Id", opened.extract().header("Mcp-Session-Id"));
    Map<String, String> listening = new HashMap<>(headers);
    listening.put("Accept", "text/event-stream");
    try (EventReader news = EventReader.get(path, credential, listening)) {
      for (Verb verb : all()) {
        record(client.post(headers, Mcp.request(verb.method(), verb.params())).statusCode(200));
      }
      hear(news);
    }
    record(
        given()
            .headers(headers)
            .header("Authorization", "Bearer " + credential)
            .delete(path)
            .then());
  }

  private void modern(String credential) {
    Mcp client = new Mcp(path, credential);
    record(client.post(headers("server/discover", null), message("server/discover", "{}")));
    for (Verb verb : IN_BOTH_ERAS) {
      record(
          client
              .post(headers(verb.method(), verb.name()), message(verb.method(), verb.params()))
              .statusCode(200));
    }
    try (EventReader news =
        EventReader.post(
            path,
            credential,
            headers("subscriptions/listen", null),
            message(
                "subscriptions/listen",
                "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://a\"]}}"))) {
      toClients.add(news.nextData());
      hear(news);
    }
  }

  private void overSse(String credential) {
    Map<String, String> listening = new HashMap<>(CLIENT_HEADERS);
    listening.put("Accept", "text/event-stream");
    try (EventReader events = EventReader.get(path + "/sse", credential, listening)) {
      Mcp client = new Mcp(events.nextData(), credential);
      String opening = "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}";
      record(client.post(CLIENT_HEADERS, Mcp.request("initialize", opening)).statusCode(202));
      toClients.add(events.nextData());
      for (Verb verb : IN_BOTH_ERAS) {
        record(
            client.post(CLIENT_HEADERS, Mcp.request(verb.method(), verb.params())).statusCode(202));
        toClients.add(events.nextData());
      }
    }
  }

  private void direct(String key) {
    for (String base : List.of("/api/mcp", "/agent/mcp")) {
      record(
          given()
              .headers(CLIENT_HEADERS)
              .header("Authorization", "Bearer " + key)
              .contentType("application/json")
              .body("{\"server\":\"c\",\"tool\":\"get_a\",\"arguments\":{}}")
              .post(base + "/execute")
              .then()
              .statusCode(200));
    }
  }

  /** What the upstream says of its lists, told on to who listens. */
  private void hear(EventReader news) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !upstream.streams().isEmpty());
    upstream.tell("notifications/tools/list_changed", new JsonObject());
    toClients.add(news.nextData());
  }

  private static List<Verb> all() {
    List<Verb> all = new ArrayList<>(IN_BOTH_ERAS);
    all.addAll(LEGACY_ONLY);
    return all;
  }

  private static String message(String method, String params) {
    return Mcp.request(method, Mcp.withMeta(params));
  }

  private static Map<String, String> headers(String method, String name) {
    Map<String, String> headers = new HashMap<>(CLIENT_HEADERS);
    headers.put("MCP-Protocol-Version", "2026-07-28");
    headers.put("Mcp-Method", method);
    if (name != null) {
      headers.put("Mcp-Name", name);
    }
    return headers;
  }

  private CredentialReference secret() {
    String secret =
        "orgs/%s/connectors/%s/%s"
            .formatted(organisation.id(), TestIdentities.newId(), TestIdentities.newId());
    TestVault.write(
        secret, Map.of("headers", Map.of("Authorization", "Bearer " + UPSTREAM_SECRET)));
    return new CredentialReference(secret, 1);
  }

  private void record(ValidatableResponse response) {
    var whole = response.extract().response();
    toClients.add(whole.statusLine() + whole.headers() + whole.asString());
  }

  private static String text(Seen seen) {
    return (seen.headers() + " " + seen.body().encode()).toLowerCase(Locale.ROOT);
  }
}
