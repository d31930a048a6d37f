package dev.gatehouse.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.Suite;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * One organisation and an API key of its administrator: from here a journey registers upstreams and
 * makes gateways. Names are made unique, so that journeys can share a suite and be repeated.
 *
 * @param apiKey of this organisation, all scopes, bound to no gateway
 */
public record Workspace(Endpoints endpoints, String organisation, String apiKey) {
  public static final String ALL_SCOPES = "mcp:read mcp:write mcp:admin";

  /** How long a change may take to reach what serves it; the promise is two seconds. */
  private static final Duration REACH = Duration.ofSeconds(20);

  /** The organisation that a first start creates. */
  public static Workspace first(Suite suite) {
    Endpoints endpoints = suite.endpoints();
    return new Workspace(endpoints, endpoints.demo().org(), endpoints.apiKey());
  }

  /** A new organisation of the same person, entered by a sign-in of its own. */
  public Workspace another(String name) {
    String slug = unique(name).toLowerCase(Locale.ROOT).replace(' ', '-');
    administrator().found(URI.create(endpoints.origin() + "/login/organisations"), slug);
    return signedIn(slug);
  }

  /** The same organisation, entered by a new sign-in and a new key. */
  public Workspace signedInAnew() {
    return signedIn(organisation);
  }

  public Rest rest() {
    return new Rest(endpoints.origin(), apiKey);
  }

  /** The administrator with a fresh browser. */
  public Person administrator() {
    return new Person(endpoints.admin().username(), endpoints.admin().password());
  }

  /** An OAuth client of this organisation, made with these members of {@code POST /api/clients}. */
  public KnownClient client(Map<String, ?> members) {
    Map<String, Object> settings = new HashMap<>(members);
    settings.put("name", unique("client"));
    JsonNode client = rest().create("/api/clients", settings);
    return new KnownClient(client.path("id").textValue(), client.path("secret").textValue());
  }

  /** Registers an MCP server with a bearer credential and reads its tools. */
  public Connector connect(String url, String bearer) {
    return connectOver("streamable_http", url, bearer);
  }

  /** The same over HTTP+SSE. */
  public Connector connectOverSse(URI url, String bearer) {
    return connectOver("sse", url.toString(), bearer);
  }

  private Connector connectOver(String transport, String url, String bearer) {
    return connect(
        Map.of(
            "name",
            unique("upstream"),
            "transport",
            transport,
            "url",
            url,
            "credentials",
            Map.of("headers", Map.of("Authorization", "Bearer " + bearer))));
  }

  /** Registers an MCP server that takes everybody and reads its tools. */
  public Connector connect(URI url) {
    return connectOver("streamable_http", url);
  }

  /** The same over HTTP+SSE. */
  public Connector connectOverSse(URI url) {
    return connectOver("sse", url);
  }

  /**
   * Registers a program that is spoken to over its standard streams.
   *
   * @param variables that it is started with
   */
  public Connector connectProgram(
      String command, List<String> args, Map<String, String> variables) {
    return connect(
        Map.of(
            "name",
            unique("program"),
            "transport",
            "stdio",
            "command",
            command,
            "args",
            args,
            "credentials",
            Map.of("env", variables)));
  }

  private Connector connectOver(String transport, URI url) {
    return connect(
        Map.of("name", unique("upstream"), "transport", transport, "url", url.toString()));
  }

  private Connector connect(Map<String, ?> settings) {
    JsonNode connector = rest().create("/api/mcps", settings);
    String id = connector.path("id").textValue();
    synchronise(id);
    return new Connector(id, connector.path("name").textValue());
  }

  /**
   * @param name as its slug begins
   */
  public Gateway gateway(String name) {
    JsonNode gateway = rest().create("/api/gateways", Map.of("name", unique(name)));
    return new Gateway(
        gateway.path("id").textValue(),
        gateway.path("slug").textValue(),
        gateway.path("url").textValue());
  }

  /** Exposes a tool of a connector under an alias. */
  public void expose(Gateway gateway, Connector connector, String tool, String alias) {
    rest()
        .create(
            "/api/gateways/" + gateway.id() + "/tools",
            Map.of("connectorId", connector.id(), "tool", tool, "alias", alias));
  }

  /** A gateway that shows all that a connector has, by its own names, once it does. */
  public Gateway gatewayOf(Connector connector) {
    Gateway gateway = gateway("everything");
    String[] tools = tools(connector.id()).toArray(String[]::new);
    for (String tool : tools) {
      rest()
          .create(
              "/api/gateways/" + gateway.id() + "/tools",
              Map.of("connectorId", connector.id(), "tool", tool));
    }
    rest()
        .put(
            "/api/gateways/" + gateway.id() + "/connectors/" + connector.id(),
            Map.of("resources", true, "prompts", true))
        .expect(200);
    awaitServed(gateway, tools);
    return gateway;
  }

  /** Waits until a gateway serves exactly these tools. */
  public void awaitServed(Gateway gateway, String... names) {
    await()
        .atMost(REACH)
        .untilAsserted(() ->
            assertThat(toolNames(McpRequest.list(gateway.url()).bearer(apiKey).result()))
                .containsExactlyInAnyOrder(names));
  }

  /** The names in a {@code tools/list} result. */
  public static List<String> toolNames(JsonNode result) {
    return names(result.path("tools"));
  }

  /** The names of the tools that a connector has, a hundred at most. */
  public List<String> tools(String connector) {
    return names(rest().read("/api/mcps/" + connector + "/tools?limit=100"));
  }

  private static List<String> names(JsonNode tools) {
    return StreamSupport.stream(tools.spliterator(), false)
        .map(tool -> tool.path("name").textValue())
        .toList();
  }

  /** Runs the sync of a connector to its end. */
  public JsonNode sync(String connector) {
    return rest().post("/api/sync/" + connector, Map.of()).expect(200).json();
  }

  /** A registered upstream. */
  public record Connector(String id, String name) {}

  /** A gateway and the URL that clients are given. */
  public record Gateway(String id, String slug, String url) {}

  /** Reads the tools of a connector, which has some. */
  private void synchronise(String connector) {
    await()
        .atMost(REACH)
        .untilAsserted(() -> {
          JsonNode run = sync(connector);
          assertThat(run.path("outcome").textValue()).as("%s", run).isEqualTo("complete");
        });
    await()
        .atMost(REACH)
        .untilAsserted(
            () -> assertThat(rest().read("/api/mcps/" + connector + "/tools")).isNotEmpty());
  }

  private Workspace signedIn(String slug) {
    JsonNode key =
        new Rest(endpoints.origin(), restToken(slug))
            .create("/api/api-keys", Map.of("name", "journey", "scopes", ALL_SCOPES.split(" ")));
    Workspace workspace = new Workspace(endpoints, slug, key.path("key").textValue());
    workspace.awaitKeyIsKnown();
    return workspace;
  }

  /** Each service learns of a new key for itself. */
  private void awaitKeyIsKnown() {
    for (String path : List.of("/api/me", "/api/mcps", "/api/audit/events?limit=1")) {
      await()
          .atMost(REACH)
          .untilAsserted(() -> assertThat(rest().get(path).status()).as(path).isEqualTo(200));
    }
    await()
        .atMost(REACH)
        .untilAsserted(() ->
            assertThat(rest().post("/api/sync/" + new UUID(0, 0), Map.of()).status())
                .as("/api/sync")
                .isEqualTo(404));
  }

  private String restToken(String ofOrganisation) {
    return OAuthClient.register(endpoints.issuer(), endpoints.origin() + "/api")
        .signIn(administrator(), ofOrganisation, ALL_SCOPES)
        .path("access_token")
        .textValue();
  }

  private static String unique(String name) {
    return name + " " + UUID.randomUUID().toString().substring(0, 8);
  }
}
