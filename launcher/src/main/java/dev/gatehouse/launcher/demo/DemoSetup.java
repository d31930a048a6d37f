package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.api.KeyedApi;
import dev.gatehouse.platform.json.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the demo upstream behind a gateway through the public API, as a person would. It finds what
 * an earlier start that was cut off has made, and goes on from there.
 *
 * @param url of the demo upstream
 * @param credential that it requires
 */
public record DemoSetup(KeyedApi api, String url, String credential) {

  /** Name and slug of the gateway. */
  public static final String GATEWAY = "demo";

  private static final String CONNECTOR = "Demo tools";

  /**
   * Makes connector, tools and gateway.
   *
   * @throws Failure if a service refuses
   */
  public void run() {
    var connector = ensureConnector();
    var sync = api.call("POST", "/api/sync/" + connector, Json.mapper().createObjectNode());
    if (!sync.path("outcome").asText().equals("complete")) {
      throw new Failure("The tools of the demo were not found: " + sync.path("reason").asText());
    }
    var gateway = ensureGateway();
    awaitTools(connector);
    var exposed = exposed(gateway);
    for (var tool : DemoTool.values()) {
      if (!exposed.contains(tool.id())) {
        var request = Json.mapper().createObjectNode();
        request.put("connectorId", connector).put("tool", tool.id());
        api.call("POST", "/api/gateways/" + gateway + "/tools", request);
      }
    }
  }

  /** Corrects the address of the upstream where its port had to change. */
  public void moveConnector() {
    find("/api/mcps", "name", CONNECTOR)
        .filter(connector -> !connector.path("url").asText().equals(url))
        .ifPresent(connector ->
            api.call(
                "PATCH",
                "/api/mcps/" + connector.path("id").asText(),
                withCredential(Json.mapper().createObjectNode().put("url", url))));
  }

  private String ensureConnector() {
    moveConnector();
    return find("/api/mcps", "name", CONNECTOR)
        .orElseGet(() -> api.call("POST", "/api/mcps", connector()))
        .path("id")
        .asText();
  }

  private ObjectNode connector() {
    var request = Json.mapper().createObjectNode();
    request.put("name", CONNECTOR).put("transport", "streamable_http").put("url", url);
    return withCredential(request);
  }

  /** Given again also when the address changes: credentials do not follow to another server. */
  private ObjectNode withCredential(ObjectNode request) {
    request
        .putObject("credentials")
        .putObject("headers")
        .put("Authorization", "Bearer " + credential);
    return request;
  }

  private String ensureGateway() {
    return find("/api/gateways", "slug", GATEWAY)
        .orElseGet(() -> api.call("POST", "/api/gateways", gateway()))
        .path("id")
        .asText();
  }

  private static ObjectNode gateway() {
    return Json.mapper()
        .createObjectNode()
        .put("name", GATEWAY)
        .put("description", "The tools of the demo upstream.");
  }

  /** What a run has found reaches the registry by an event. */
  private void awaitTools(String connector) {
    for (int i = 0; i < 200; i++) {
      if (api.call("GET", "/api/mcps/" + connector + "/tools", null).size()
          >= DemoTool.values().length) {
        return;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new Failure("The registry did not take the tools of the demo.");
  }

  private Set<String> exposed(String gateway) {
    var names = new HashSet<String>();
    api.call("GET", "/api/gateways/" + gateway + "/tools", null)
        .forEach(tool -> names.add(tool.path("tool").asText(tool.path("name").asText())));
    return names;
  }

  private Optional<JsonNode> find(String path, String member, String value) {
    for (JsonNode item : api.call("GET", path, null)) {
      if (item.path(member).asText().equals(value)) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "DemoSetup[url=" + url + "]";
  }
}
