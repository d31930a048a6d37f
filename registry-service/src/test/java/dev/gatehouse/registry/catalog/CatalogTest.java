package dev.gatehouse.registry.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.Published.Entry;
import dev.gatehouse.platform.testing.TestKeys;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class CatalogTest {
  @Inject EntityManager entities;
  @Inject Tenancy tenancy;
  private Organisation organisation;
  private String connector;
  private Discovery discovery;

  @BeforeEach
  void aConnector() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    discovery = new Discovery(organisation, connector);
  }

  @AfterEach
  void close() {
    discovery.close();
  }

  @Test
  void tellsOfAConnector() {
    var manifest = lastOf(ConnectorManifest.class, until(has("connector/" + connector)));
    assertThat(manifest)
        .isEqualTo(
            new ConnectorManifest(
                organisation.id(),
                connector,
                "upstream",
                "Upstream",
                "MCP",
                "streamable_http",
                "http://127.0.0.1:9999/mcp",
                true,
                false,
                false,
                null,
                List.of(),
                60_000,
                1));
  }

  @Test
  void revisionsOfAConnectorGrow() {
    organisation.request().body("{\"enabled\": false}").patch("/api/mcps/" + connector);
    var all =
        until(entries -> entries.stream().filter(e -> e.kind().equals("connector")).count() == 2);
    assertThat(lastOf(ConnectorManifest.class, all).revision()).isEqualTo(2);
    assertThat(lastOf(ConnectorManifest.class, all).enabled()).isFalse();
  }

  @Test
  void tellsTheDefinitionBeforeTheGatewayThatShowsIt() {
    String gateway = organisation.gateway("demo");
    String tool = discover(Discovery.tool("a", "old"));
    organisation.expose(gateway, tool);
    List<Entry> all = until(entries -> shown(view(entries), gateway).size() == 1);
    assertThat(all.stream().map(Entry::key))
        .containsExactly(
            "connector/" + connector,
            "gateway/" + gateway,
            "server/" + connector,
            "tool/" + tool,
            "gateway-part/" + gateway + "/0",
            "gateway/" + gateway);
    var manifest = lastOf(GatewayManifest.class, all);
    assertThat(manifest.organisationSlug()).isEqualTo(organisation.slug());
    assertThat(manifest.slug()).isEqualTo("demo");
    assertThat(manifest.parts()).isEqualTo(1);
    assertThat(manifest.revision()).isEqualTo(lastOf(GatewayManifestPart.class, all).revision());
    assertThat(shown(view(all), gateway))
        .containsExactly(
            new ExposedTool(
                tool, lastOf(ToolDefinition.class, all).hash(), connector, "a", null, true, null));
  }

  @Test
  void anApprovedChangeReachesTheGatewaysThatShowIt() {
    String gateway = organisation.gateway("demo");
    String tool = discover(Discovery.tool("a", "old"));
    organisation.expose(gateway, tool);
    FoundTool changed = Discovery.tool("a", "new");
    discovery.complete(changed);
    approve(tool);
    var all = until(entries -> hashes(view(entries), gateway).equals(List.of(changed.hash())));
    assertThat(lastOf(ToolDefinition.class, all).definition()).isEqualTo(changed.definition());
  }

  @Test
  void whatWaitsForApprovalIsNotTold() {
    FoundTool old = Discovery.tool("a", "old");
    String tool = discover(old);
    discovery.complete(Discovery.tool("a", "new"), Discovery.tool("marker", ""));
    var all = until(entries -> entries.stream().filter(e -> e.kind().equals("tool")).count() == 2);
    assertThat(view(all).get("tool/" + tool))
        .isInstanceOfSatisfying(
            ToolDefinition.class, told -> assertThat(told.hash()).isEqualTo(old.hash()));
  }

  @Test
  void aToolThatIsGoneLeavesTheGatewayFirst() {
    String gateway = organisation.gateway("demo");
    String tool = discover(Discovery.tool("a", ""));
    organisation.expose(gateway, tool);
    discovery.complete();
    List<Entry> all = until(hasTombstone("tool/" + tool));
    assertThat(all.getLast().key()).isEqualTo("tool/" + tool);
    assertThat(shown(view(all), gateway)).isEmpty();
    assertThat(view(all)).doesNotContainKey("gateway-part/" + gateway + "/0");
  }

  @Test
  void aDeletedConnectorLeavesNothingBehind() {
    String gateway = organisation.gateway("demo");
    String tool = discover(Discovery.tool("a", ""));
    organisation.expose(gateway, tool);
    organisation.request().delete("/api/mcps/" + connector).then().statusCode(204);
    List<Entry> all = until(hasTombstone("connector/" + connector));
    assertThat(view(all)).containsOnlyKeys("gateway/" + gateway);
    assertThat(shown(view(all), gateway)).isEmpty();
  }

  @Test
  void aDeletedGatewayLeavesNothingBehind() {
    String gateway = organisation.gateway("demo");
    organisation.expose(gateway, discover(Discovery.tool("a", "")));
    organisation.request().delete("/api/gateways/" + gateway).then().statusCode(204);
    List<Entry> all = until(hasTombstone("gateway-part/" + gateway + "/0"));
    assertThat(view(all).keySet()).noneMatch(key -> key.startsWith("gateway"));
  }

  @Test
  void largeGatewaysAreToldInParts() {
    String gateway = organisation.gateway("demo");
    exposeLarge(gateway, 12);
    List<Entry> all = until(entries -> shown(view(entries), gateway).size() == 12);
    assertThat(lastOf(GatewayManifest.class, all).parts()).isEqualTo(2);
    assertThat(all).allMatch(entry -> entry.text().length() <= 128 * 1024);
  }

  @Test
  void partsThatAreWhatTheyWereAreNotToldAgain() {
    String gateway = organisation.gateway("demo");
    List<String> exposed = exposeLarge(gateway, 9);
    List<Entry> before = until(entries -> shown(view(entries), gateway).size() == 9);

    rename(gateway);
    organisation
        .request()
        .body("{\"enabled\": false}")
        .patch("/api/gateways/" + gateway + "/tools/" + exposed.getLast())
        .then()
        .statusCode(200);

    List<Entry> all = until(entries -> entries.size() == before.size() + 3);
    assertThat(all.subList(before.size(), all.size()).stream().map(Entry::key))
        .containsExactly(
            "gateway/" + gateway, "gateway-part/" + gateway + "/1", "gateway/" + gateway);
    assertThat(shown(view(all), gateway)).hasSize(9);
    assertThat(shown(view(all), gateway).getLast().enabled()).isFalse();
  }

  @Test
  void aGatewayOfOnePartIsToldAsReadersOfBeforeKnowIt() {
    String gateway = organisation.gateway("demo");
    organisation.expose(gateway, discover(Discovery.tool("a", "")));
    List<Entry> before = until(entries -> shown(view(entries), gateway).size() == 1);

    rename(gateway);

    List<Entry> all = until(entries -> entries.size() == before.size() + 2);
    GatewayManifest manifest = lastOf(GatewayManifest.class, all);
    assertThat(manifest.partRevisions()).isNull();
    assertThat(lastOf(GatewayManifestPart.class, all).revision()).isEqualTo(manifest.revision());
  }

  @Test
  void aGatewayThatAVersionOfBeforeHasToldSinceIsToldWhole() {
    String gateway = organisation.gateway("demo");
    exposeLarge(gateway, 9);
    List<Entry> before = until(entries -> shown(view(entries), gateway).size() == 9);
    tenancy.in(
        organisation.id(),
        () ->
            QuarkusTransaction.requiringNew()
                .call(() ->
                    entities
                        .createNativeQuery(
                            "UPDATE gateway SET revision = revision + 1 WHERE id = :id")
                        .setParameter("id", UUID.fromString(gateway))
                        .executeUpdate()));

    rename(gateway);

    List<Entry> all = until(entries -> entries.size() == before.size() + 3);
    assertThat(all.subList(before.size(), all.size()).stream().map(Entry::key))
        .containsExactly(
            "gateway-part/" + gateway + "/0",
            "gateway-part/" + gateway + "/1",
            "gateway/" + gateway);
    assertThat(lastOf(GatewayManifest.class, all).partRevisions()).isNull();
  }

  @Test
  void replaysEverythingWithTheSameResult() {
    String gateway = organisation.gateway("demo");
    String tool = discover(Discovery.tool("a", ""));
    organisation.expose(gateway, tool);
    List<Entry> before = until(entries -> shown(view(entries), gateway).size() == 1);
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "registry", null))
        .post("/internal/catalog/replay")
        .then()
        .statusCode(200);
    List<Entry> all = until(entries -> entries.size() == before.size() + 5);
    List<Entry> replayed = all.subList(before.size(), all.size());
    assertThat(replayed.stream().map(Entry::key))
        .containsExactly(
            "connector/" + connector,
            "server/" + connector,
            "tool/" + tool,
            "gateway-part/" + gateway + "/0",
            "gateway/" + gateway);
    assertThat(shown(view(replayed), gateway)).isEqualTo(shown(view(before), gateway));
  }

  @Test
  void onlyTheLauncherReplays() {
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "registry", null))
        .post("/internal/catalog/replay")
        .then()
        .statusCode(403);
    organisation.request().post("/internal/catalog/replay").then().statusCode(403);
  }

  /** Shows so many tools of 16,000 characters each; returns the ids by which they are shown. */
  private List<String> exposeLarge(String gateway, int tools) {
    List<FoundTool> many = new ArrayList<>();
    for (int i = 0; i < tools; i++) {
      many.add(Discovery.tool("tool" + i, ""));
    }
    discover(many.toArray(FoundTool[]::new));
    List<String> exposed = new ArrayList<>();
    for (FoundTool tool : many) {
      exposed.add(
          organisation
              .request()
              .body(
                  "{\"connectorId\": \"%s\", \"tool\": \"%s\", \"description\": \"%s\"}"
                      .formatted(connector, tool.name(), "d".repeat(16_000)))
              .post("/api/gateways/" + gateway + "/tools")
              .then()
              .statusCode(201)
              .extract()
              .path("id"));
    }
    return exposed;
  }

  private void rename(String gateway) {
    organisation
        .request()
        .body("{\"name\": \"Renamed\"}")
        .patch("/api/gateways/" + gateway)
        .then()
        .statusCode(200);
  }

  private String discover(FoundTool... tools) {
    discovery.complete(tools);
    String last = tools[tools.length - 1].name();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> organisation.tool(connector, last) != null);
    return organisation.tool(connector, last);
  }

  private void approve(String tool) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            organisation
                    .request()
                    .post("/api/mcps/%s/tools/%s/approve".formatted(connector, tool))
                    .statusCode()
                == 200);
  }

  private List<Entry> until(Predicate<List<Entry>> complete) {
    return Published.until(Topics.CATALOG, organisation.id(), complete);
  }

  private static Predicate<List<Entry>> has(String key) {
    return entries -> entries.stream().anyMatch(entry -> entry.key().equals(key));
  }

  private static Predicate<List<Entry>> hasTombstone(String key) {
    return entries ->
        entries.stream().anyMatch(entry -> entry.isTombstone() && entry.key().equals(key));
  }

  /** What a reader knows who reads everything, compacted or not. */
  private static Map<String, Object> view(List<Entry> entries) {
    Map<String, Object> view = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.isTombstone()) {
        view.remove(entry.key());
      } else {
        view.put(entry.key(), entry.event());
      }
    }
    return view;
  }

  private static List<ExposedTool> shown(Map<String, Object> view, String gateway) {
    List<ExposedTool> tools = new ArrayList<>();
    if (view.get("gateway/" + gateway) instanceof GatewayManifest manifest) {
      for (int i = 0; i < manifest.parts(); i++) {
        if (view.get("gateway-part/" + gateway + "/" + i) instanceof GatewayManifestPart part
            && manifest.names(part)) {
          tools.addAll(part.tools());
        }
      }
    }
    return tools;
  }

  private static List<String> hashes(Map<String, Object> view, String gateway) {
    return shown(view, gateway).stream().map(ExposedTool::hash).toList();
  }

  private static <T> T lastOf(Class<T> type, List<Entry> entries) {
    return entries.stream()
        .map(Entry::event)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((_, last) -> last)
        .orElseThrow();
  }
}
