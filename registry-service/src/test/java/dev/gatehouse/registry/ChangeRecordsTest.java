package dev.gatehouse.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change that a caller makes leaves one record, with what was there before and after. */
@RegistryTest
class ChangeRecordsTest {
  private Organisation organisation;
  private String connector;
  private String tool;

  @BeforeEach
  void aConnector() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(Discovery.tool("a", "old"), Discovery.tool("b", "old"));
      discovery.complete(Discovery.tool("a", "new"), Discovery.tool("b", "new"));
    }
    tool = organisation.awaitTool(connector, "a");
  }

  @Test
  void ofEachKindOfChange() {
    String gateway = "/api/gateways/" + organisation.gateway("demo");
    String exposed = organisation.expose(gateway.substring(gateway.lastIndexOf('/') + 1), tool);
    String rule = made(gateway + "/rules", "{\"connectorId\": \"%s\"}".formatted(connector));
    String agent = "/api/agents/" + made("/api/agents", "{\"name\": \"agent\"}");
    String runner = made("/api/runners", "{\"name\": \"runner\"}");
    String attachment = "{\"mcpServerId\": \"%s\"}".formatted(connector);
    awaitPending();
    Map<String, Supplier<Integer>> changes = new LinkedHashMap<>();
    changes.put("connector.update", () -> patch("/api/mcps/" + connector, "{\"name\": \"x\"}"));
    changes.put("tool.approve", () -> decide("approve", "a"));
    changes.put("tool.reject", () -> decide("reject", "b"));
    changes.put("gateway.update", () -> patch(gateway, "{\"description\": \"x\"}"));
    changes.put(
        "gateway.tool.update",
        () -> patch(gateway + "/tools/" + exposed, "{\"alias\": \"other\"}"));
    changes.put(
        "gateway.tool.order",
        () ->
            organisation
                .request()
                .body("{\"tools\": [\"%s\"]}".formatted(second(gateway)))
                .put(gateway + "/tools/order")
                .statusCode());
    changes.put("gateway.tool.remove", () -> delete(gateway + "/tools/" + exposed));
    changes.put(
        "gateway.rule.update", () -> patch(gateway + "/rules/" + rule, "{\"pattern\": \"a*\"}"));
    changes.put("gateway.rule.remove", () -> delete(gateway + "/rules/" + rule));
    changes.put(
        "gateway.connector.set",
        () ->
            organisation
                .request()
                .body("{\"resources\": true, \"prompts\": false}")
                .put(gateway + "/connectors/" + connector)
                .statusCode());
    changes.put("gateway.connector.remove", () -> delete(gateway + "/connectors/" + connector));
    changes.put("agent.update", () -> patch(agent, "{\"description\": \"x\"}"));
    changes.put("agent.runner.set", () -> patch(agent, "{\"runnerId\": \"%s\"}".formatted(runner)));
    changes.put(
        "agent.rule.add",
        () -> organisation.request().body(attachment).post(agent + "/mcps").statusCode());
    changes.put(
        "agent.rule.update",
        () -> patch(agent + "/mcps/" + connector, "{\"allowedTools\": [\"a\"]}"));
    changes.put("agent.rule.remove", () -> delete(agent + "/mcps/" + connector));
    changes.put("agent.delete", () -> delete(agent));
    changes.put("runner.delete", () -> delete("/api/runners/" + runner));
    changes.put("gateway.delete", () -> delete(gateway));
    changes.put("connector.delete", () -> delete("/api/mcps/" + connector));

    changes.forEach((action, change) -> assertThat(change.get()).as(action).isBetween(200, 204));

    List<AuditRecord> records = records(List.copyOf(changes.keySet()));
    for (String action : changes.keySet()) {
      assertThat(records)
          .filteredOn(record -> record.action().equals(action))
          .as(action)
          .hasSize(1)
          .allSatisfy(record -> {
            assertThat(record.detail().keySet()).as(action).isSubsetOf("before", "after");
            assertThat(record.detail()).as(action).isNotEmpty();
            assertThat(record.detail().get("before")).isNotEqualTo(record.detail().get("after"));
          });
    }
    assertThat(records)
        .extracting(AuditRecord::action)
        .contains(
            "connector.create",
            "gateway.create",
            "gateway.tool.add",
            "gateway.rule.add",
            "agent.create",
            "runner.create");
  }

  private List<AuditRecord> records(List<String> actions) {
    return Published.until(
            Topics.AUDIT,
            organisation.id(),
            entries ->
                entries.stream()
                    .map(Published.Entry::event)
                    .map(event -> ((AuditRecord) event).action())
                    .toList()
                    .containsAll(actions))
        .stream()
        .map(entry -> (AuditRecord) entry.event())
        .toList();
  }

  private void awaitPending() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            organisation
                .request()
                .get("/api/mcps/" + connector + "/tools")
                .then()
                .extract()
                .<List<String>>path("status")
                .equals(List.of("pending", "pending")));
  }

  private String second(String gateway) {
    return organisation.request().get(gateway + "/tools").path("[1].id");
  }

  private String made(String path, String body) {
    return organisation.request().body(body).post(path).then().statusCode(201).extract().path("id");
  }

  private int decide(String verdict, String name) {
    String id = organisation.tool(connector, name);
    return organisation
        .request()
        .post("/api/mcps/%s/tools/%s/%s".formatted(connector, id, verdict))
        .statusCode();
  }

  private int patch(String path, String body) {
    return organisation.request().body(body).patch(path).statusCode();
  }

  private int delete(String path) {
    return organisation.request().delete(path).statusCode();
  }
}
