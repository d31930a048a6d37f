package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A running suite, reached as its users reach it; told by {@code endpoints.json}. */
final class Suite {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");

  private static final long SETTINGS_ARRIVE_MILLIS = 3_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;
  private final JsonNode endpoints;

  Suite(Path data) throws IOException {
    this.data = data;
    endpoints = JSON.readTree(data.resolve("endpoints.json").toFile());
  }

  String apiKey() {
    return endpoints.path("apiKey").asText();
  }

  long gatewayPid() {
    return pid("gateway");
  }

  /** The gateway's own listener: the edge proxy is for laptops and not what is measured. */
  int gatewayPort() {
    return URI.create(endpoints.at("/services/gateway/url").asText()).getPort();
  }

  String organisation() {
    return endpoints.at("/demo/org").asText();
  }

  /** Registers an upstream behind a new gateway with all its tools; returns the gateway's path. */
  String expose(String name, String upstreamUrl) throws IOException, InterruptedException {
    String connectorId = connect(name, upstreamUrl);
    JsonNode gateway = send("POST", "/api/gateways", JSON.createObjectNode().put("name", name));
    for (JsonNode tool : awaitTools(connectorId)) {
      send(
          "POST",
          "/api/gateways/" + gateway.path("id").asText() + "/tools",
          JSON.createObjectNode()
              .put("toolId", tool.path("id").asText())
              .put("neededScope", "mcp:read"));
    }
    return "/mcp/" + organisation() + "/" + gateway.path("slug").asText();
  }

  /** Registers an upstream; returns the connector's id. */
  String connect(String name, String upstreamUrl) throws IOException, InterruptedException {
    return post(
            "/api/mcps",
            JSON.createObjectNode()
                .put("name", name)
                .put("transport", "streamable_http")
                .put("url", upstreamUrl))
        .path("id")
        .asText();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  JsonNode patch(String path, JsonNode body) throws IOException, InterruptedException {
    return send("PATCH", path, body);
  }

  /**
   * What the records of calls hold of their bodies from now on, once the gateway knows.
   *
   * @param bodies {@code NONE} or {@code REDACTED}
   */
  void recordBodies(String bodies) throws IOException, InterruptedException {
    ObjectNode settings = (ObjectNode) get("/api/audit/settings");
    send("PUT", "/api/audit/settings", settings.put("bodies", bodies));
    Thread.sleep(SETTINGS_ARRIVE_MILLIS);
  }

  /** Makes an OAuth client of the organisation; returns its id and secret. */
  JsonNode client(JsonNode request) throws IOException, InterruptedException {
    return send("POST", "/api/clients", request);
  }

  /** The listener of auth-service. */
  int authPort() {
    return URI.create(endpoints.at("/services/auth/url").asText()).getPort();
  }

  /** Of a service by its name in {@code endpoints.json}. */
  long pid(String service) {
    return endpoints.path("services").path(service).path("pid").asLong();
  }

  long authPid() {
    return pid("auth");
  }

  long syncPid() {
    return pid("connector-sync");
  }

  SyncDatabase.Address syncDatabase() {
    JsonNode postgres = endpoints.path("postgres");
    return new SyncDatabase.Address(
        "jdbc:postgresql://%s:%d/connector_sync"
            .formatted(postgres.path("host").asText(), postgres.path("port").asInt()),
        postgres.path("user").asText(),
        postgres.path("password").asText());
  }

  /** Of the process of PostgreSQL that has begun all the others. */
  long postgresPid() {
    return endpoints.at("/postgres/pid").asLong();
  }

  void delete(String path) throws IOException, InterruptedException {
    exchange("DELETE", URI.create(endpoints.path("origin").asText() + path), null);
  }

  /** The registry's own listener. */
  URI registry() {
    return URI.create(endpoints.at("/services/registry/url").asText());
  }

  Path data() {
    return data;
  }

  /** The listener of audit-service. */
  URI audit() {
    return URI.create(endpoints.at("/services/audit/url").asText());
  }

  long auditPid() {
    return pid("audit");
  }

  /** The launcher, which Kafka and the edge proxy run in, has begun the services. */
  long launcherPid() throws IOException {
    return ProcessHandle.of(gatewayPid())
        .flatMap(ProcessHandle::parent)
        .map(ProcessHandle::pid)
        .orElseThrow(() -> new IOException("the gateway has no launcher: is the suite running?"));
  }

  /** Bootstrap servers. */
  String kafka() {
    return endpoints.at("/kafka/bootstrap").asText();
  }

  /** Host, port, user, password and pid. */
  JsonNode postgres() {
    return endpoints.path("postgres");
  }

  /** Whether the registry has read a source of servers to its end. */
  boolean hasRead(String source) throws IOException, InterruptedException {
    URI sources = URI.create(endpoints.path("origin").asText() + "/api/mcp-registry/sources");
    for (JsonNode one : JSON.readTree(exchange("GET", sources, null).body())) {
      if (one.path("name").asText().equals(source)) {
        return one.hasNonNull("completedAt");
      }
    }
    return false;
  }

  /** Canonical URI and path of the demo gateway. */
  URI demo() {
    return URI.create(endpoints.at("/demo/url").asText());
  }

  /** A connector's tools, once a run has brought them. */
  List<JsonNode> awaitTools(String connectorId) throws IOException, InterruptedException {
    send("POST", "/api/sync/" + connectorId, JSON.createObjectNode());
    for (int attempt = 0; attempt < 100; attempt++) {
      List<JsonNode> tools = everyPage("/api/mcps/" + connectorId + "/tools?limit=100");
      if (!tools.isEmpty()) {
        return tools;
      }
      Thread.sleep(100);
    }
    throw new IOException("the upstream's tools did not appear");
  }

  /** Items of a list whose pages are linked by the {@code Link} header (RFC 8288). */
  private List<JsonNode> everyPage(String path) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    URI next = URI.create(endpoints.path("origin").asText()).resolve(path);
    while (next != null) {
      HttpResponse<String> response = exchange("GET", next, null);
      JSON.readTree(response.body()).forEach(items::add);
      Matcher link = NEXT.matcher(response.headers().firstValue("Link").orElse(""));
      next = link.find() ? next.resolve(link.group(1)) : null;
    }
    return items;
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    URI uri = URI.create(endpoints.path("origin").asText() + path);
    return JSON.readTree(exchange(method, uri, body).body());
  }

  private HttpResponse<String> exchange(String method, URI uri, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + apiKey())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + uri.getPath() + ": " + response.statusCode() + " " + response.body());
    }
    return response;
  }
}
