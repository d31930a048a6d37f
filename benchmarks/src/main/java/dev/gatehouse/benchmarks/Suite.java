package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A running suite, reached as its users reach it; told by {@code endpoints.json}. */
final class Suite {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonNode endpoints;

  Suite(Path data) throws IOException {
    endpoints = JSON.readTree(data.resolve("endpoints.json").toFile());
  }

  String apiKey() {
    return endpoints.path("apiKey").asText();
  }

  long gatewayPid() {
    return endpoints.at("/services/gateway/pid").asLong();
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
    JsonNode connector =
        send(
            "POST",
            "/api/mcps",
            JSON.createObjectNode()
                .put("name", name)
                .put("transport", "streamable_http")
                .put("url", upstreamUrl));
    String connectorId = connector.path("id").asText();
    JsonNode gateway = send("POST", "/api/gateways", JSON.createObjectNode().put("name", name));
    JsonNode tools = awaitTools(connectorId);
    for (JsonNode tool : tools) {
      send(
          "POST",
          "/api/gateways/" + gateway.path("id").asText() + "/tools",
          JSON.createObjectNode()
              .put("toolId", tool.path("id").asText())
              .put("neededScope", "mcp:read"));
    }
    return "/mcp/" + organisation() + "/" + gateway.path("slug").asText();
  }

  /** Makes an OAuth client of the organisation; returns its id and secret. */
  JsonNode client(JsonNode request) throws IOException, InterruptedException {
    return send("POST", "/api/clients", request);
  }

  /** The listener of auth-service. */
  int authPort() {
    return URI.create(endpoints.at("/services/auth/url").asText()).getPort();
  }

  long authPid() {
    return endpoints.at("/services/auth/pid").asLong();
  }

  /** Canonical URI and path of the demo gateway. */
  URI demo() {
    return URI.create(endpoints.at("/demo/url").asText());
  }

  private JsonNode awaitTools(String connectorId) throws IOException, InterruptedException {
    send("POST", "/api/sync/" + connectorId, JSON.createObjectNode());
    for (int attempt = 0; attempt < 100; attempt++) {
      JsonNode tools = send("GET", "/api/mcps/" + connectorId + "/tools", null);
      if (tools.size() > 0) {
        return tools;
      }
      Thread.sleep(100);
    }
    throw new IOException("the upstream's tools did not appear");
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.path("origin").asText() + path))
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
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
