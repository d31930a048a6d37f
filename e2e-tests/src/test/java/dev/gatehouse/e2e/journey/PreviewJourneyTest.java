package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Connector;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a preview says that a caller would see is what the gateway lists for that caller. */
class PreviewJourneyTest {
  private static final Duration REACH = Duration.ofSeconds(20);

  private static WeatherServer upstream;
  private static Workspace workspace;
  private static Connector connector;
  private static Gateway gateway;

  /** Each tool in a setting of its own. */
  @BeforeAll
  static void aGateway(@SharedSuite Suite suite) {
    String bearer = "preview-" + UUID.randomUUID();
    upstream = WeatherServer.start(bearer);
    workspace = Workspace.first(suite);
    connector = workspace.connect(upstream.url(), bearer);
    gateway = workspace.gateway("preview");
    expose("list_cities", Map.of());
    expose("get_forecast", Map.of("alias", "forecast", "neededScope", "mcp:admin"));
    expose("create_alert", Map.of());
    expose("delete_alert", Map.of("enabled", false));
    Connector off = workspace.connect(upstream.url(), bearer);
    workspace.expose(gateway, off, "list_cities", "switched_off");
    workspace.rest().patch("/api/mcps/" + off.id(), Map.of("enabled", false)).expect(200);
    workspace.awaitServed(gateway, "list_cities", "forecast", "create_alert");
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @Test
  void forKeysOfEveryScope() {
    assertThat(seenBy(key(Map.of("scopes", List.of("mcp:read"))))).containsExactly("list_cities");
    assertThat(seenBy(key(Map.of("scopes", List.of("mcp:read", "mcp:write")))))
        .containsExactly("list_cities", "create_alert");
    assertThat(seenBy(key(Map.of("scopes", List.of("mcp:read", "mcp:write", "mcp:admin")))))
        .containsExactly("list_cities", "forecast", "create_alert");
  }

  @Test
  void forAKeyThatIsBoundToTheGateway() {
    assertThat(seenBy(key(Map.of("gateway", gateway.id()))))
        .containsExactly("list_cities", "create_alert");
  }

  @Test
  void forAMemberWithAToken() {
    OAuthClient client = OAuthClient.register(workspace.endpoints().issuer(), gateway.url());
    String token =
        client
            .signIn(workspace.administrator(), workspace.organisation(), "mcp:read")
            .path("access_token")
            .textValue();
    String user = workspace.rest().read("/api/me").at("/user/id").textValue();

    await()
        .atMost(REACH)
        .untilAsserted(() ->
            assertThat(listed(gateway.url(), token))
                .containsExactly("list_cities")
                .isEqualTo(previewed("user=" + user + "&scope=mcp:read")));
  }

  @Test
  void forAnAgentWithSomeOfAServersTools() {
    JsonNode agent = workspace.rest().create("/api/agents", Map.of("name", "Preview of an agent"));
    String path = "/api/agents/" + agent.path("id").textValue();
    workspace
        .rest()
        .post(
            path + "/mcps",
            Map.of(
                "mcpServerId",
                connector.id(),
                "allowedTools",
                List.of("list_cities", "delete_alert")))
        .expect(201);

    await()
        .atMost(REACH)
        .untilAsserted(() ->
            assertThat(listed(agent.path("url").textValue(), workspace.apiKey()))
                .containsExactlyInAnyOrder("list_cities", "delete_alert")
                .isEqualTo(names(workspace.rest().read(path + "/tools")).toList()));
  }

  private static void expose(String tool, Map<String, ?> how) {
    Map<String, Object> exposure = new HashMap<>(how);
    exposure.put("connectorId", connector.id());
    exposure.put("tool", tool);
    workspace.rest().create("/api/gateways/" + gateway.id() + "/tools", exposure);
  }

  private static JsonNode key(Map<String, ?> members) {
    Map<String, Object> settings = new HashMap<>(members);
    settings.put("name", "preview");
    return workspace.rest().create("/api/api-keys", settings);
  }

  /** What the gateway lists for a key, once it knows the key and says what the preview says. */
  private static List<String> seenBy(JsonNode key) {
    await()
        .atMost(REACH)
        .untilAsserted(() -> {
          assertThat(send(gateway.url(), key.path("key").textValue()).status()).isNotEqualTo(401);
          assertThat(listed(gateway.url(), key.path("key").textValue()))
              .isEqualTo(previewed("apiKey=" + key.path("id").textValue()));
        });
    return listed(gateway.url(), key.path("key").textValue());
  }

  private static List<String> previewed(String caller) {
    JsonNode preview =
        new Rest(workspace.endpoints().origin(), workspace.apiKey())
            .read("/api/gateways/" + gateway.id() + "/preview?" + caller);
    assertThat(names(preview)).hasSize(5);
    return StreamSupport.stream(preview.spliterator(), false)
        .filter(tool -> tool.path("listed").booleanValue())
        .map(tool -> tool.path("name").textValue())
        .toList();
  }

  private static Stream<String> names(JsonNode tools) {
    return StreamSupport.stream(tools.spliterator(), false)
        .map(tool -> tool.path("name").textValue());
  }

  /** None where the caller is not let in. */
  private static List<String> listed(String url, String credential) {
    Answer answer = send(url, credential);
    return answer.status() == 200
        ? Workspace.toolNames(McpRequest.response(answer).path("result"))
        : List.of();
  }

  private static Answer send(String url, String credential) {
    return McpRequest.list(url).bearer(credential).send();
  }
}
