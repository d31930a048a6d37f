package dev.gatehouse.registry.gateway;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class ToolRuleTest {
  private Organisation organisation;
  private String connector;
  private String gateway;
  private Discovery discovery;

  @BeforeEach
  void aConnectorWithTools() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    gateway = organisation.gateway("demo");
    discovery = new Discovery(organisation, connector);
    discovery.complete(
        Discovery.tool("get_user", ""),
        Discovery.tool("delete_user", ""),
        Discovery.tool("get_group", ""));
    organisation.awaitTool(connector, "get_group");
  }

  @AfterEach
  void close() {
    discovery.close();
  }

  @Test
  void showsAWholeConnector() {
    add("{\"connectorId\": \"%s\"}")
        .statusCode(201)
        .body("connectorId", equalTo(connector))
        .body("readOnly", equalTo(false))
        .body("pattern", nullValue());

    tools()
        .body("name", containsInAnyOrder("get_user", "delete_user", "get_group"))
        .body("ruleId", everyItem(notNullValue()));
  }

  @Test
  void showsOnlyWhatReads() {
    add("{\"connectorId\": \"%s\", \"readOnly\": true}");

    tools().body("name", containsInAnyOrder("get_user", "get_group"));
  }

  @Test
  void showsWhatFitsAPattern() {
    add("{\"connectorId\": \"%s\", \"pattern\": \"*_us?r\"}");

    tools().body("name", containsInAnyOrder("get_user", "delete_user"));
  }

  @Test
  void showsWhatIsNamed() {
    add("{\"connectorId\": \"%s\", \"allowedTools\": [\"get_group\", \"of_tomorrow\"]}");

    tools().body("name", contains("get_group"));
  }

  @Test
  void everythingThatIsGivenMustFit() {
    add("{\"connectorId\": \"%s\", \"pattern\": \"*_user\", \"readOnly\": true}");

    tools().body("name", contains("get_user"));
  }

  @Test
  void followsToolsThatComeAndGo() {
    add("{\"connectorId\": \"%s\", \"pattern\": \"get_*\"}");

    discovery.complete(Discovery.tool("get_user", ""), Discovery.tool("get_mail", ""));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            tools()
                .body("findAll { it.status == 'active' }.name", contains("get_user", "get_mail"))
                .body("findAll { it.status == 'removed' }.name", contains("get_group")));
    Published.until(
        Topics.CATALOG,
        organisation.id(),
        entries ->
            entries.stream()
                .filter(entry -> entry.event() instanceof GatewayManifestPart)
                .reduce((_, last) -> last)
                .map(entry -> ((GatewayManifestPart) entry.event()).tools())
                .filter(shown ->
                    shown.stream()
                        .map(ExposedTool::name)
                        .toList()
                        .equals(java.util.List.of("get_user", "get_mail")))
                .isPresent());
  }

  @Test
  void followsWhatAnnotationsSayOnceTheyAreTrusted() {
    add("{\"connectorId\": \"%s\", \"readOnly\": true}");
    discovery.complete(Discovery.readOnlyTool("delete_user"), Discovery.tool("get_user", ""));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> approve("delete_user") == 200);
    tools().body("findAll { it.status == 'active' }.name", contains("get_user"));

    organisation
        .request()
        .body("{\"trustedAnnotations\": true}")
        .patch("/api/mcps/" + connector)
        .then()
        .statusCode(200);

    tools()
        .body(
            "findAll { it.status == 'active' }.name",
            containsInAnyOrder("get_user", "delete_user"));
  }

  @Test
  void whatItShowsCanBeSwitchedOffAndStaysSo() {
    add("{\"connectorId\": \"%s\", \"pattern\": \"get_user\"}");
    String exposed = tools().extract().path("[0].id");
    organisation
        .request()
        .body("{\"enabled\": false, \"description\": \"Ours\"}")
        .patch(path("/tools/" + exposed))
        .then()
        .statusCode(200);

    add("{\"connectorId\": \"%s\", \"pattern\": \"get_group\"}");

    tools()
        .body("find { it.name == 'get_user' }.enabled", equalTo(false))
        .body("find { it.name == 'get_user' }.description", equalTo("Ours"));
  }

  @Test
  void whatItShowsCannotBeTakenOut() {
    add("{\"connectorId\": \"%s\", \"pattern\": \"get_user\"}");
    String exposed = tools().extract().path("[0].id");

    organisation
        .request()
        .delete(path("/tools/" + exposed))
        .then()
        .statusCode(409)
        .body("detail", containsString("rule"));
  }

  @Test
  void whatWasAddedByHandComesFirst() {
    organisation
        .request()
        .body(
            "{\"connectorId\": \"%s\", \"tool\": \"get_user\", \"alias\": \"who\"}"
                .formatted(connector))
        .post(path("/tools"))
        .then()
        .statusCode(201);

    add("{\"connectorId\": \"%s\", \"pattern\": \"get_*\"}");

    tools().body("name", contains("who", "get_group"));
  }

  @Test
  void whatIsTakenOutByHandIsShownByTheRuleAgain() {
    String tool = organisation.tool(connector, "get_user");
    add("{\"connectorId\": \"%s\", \"pattern\": \"get_user\"}");
    String exposed = organisation.expose(gateway, tool);
    tools().body("ruleId", contains(nullValue()));

    organisation.request().delete(path("/tools/" + exposed)).then().statusCode(204);

    tools().body("name", contains("get_user")).body("ruleId", contains(notNullValue()));
  }

  @Test
  void aChangedRuleShowsOtherTools() {
    String rule = add("{\"connectorId\": \"%s\", \"readOnly\": true}").extract().path("id");

    organisation
        .request()
        .body("{\"readOnly\": null, \"pattern\": \"delete_*\"}")
        .patch(path("/rules/" + rule))
        .then()
        .statusCode(200)
        .body("pattern", equalTo("delete_*"));

    tools().body("name", contains("delete_user"));
  }

  @Test
  void whatARuleNoLongerShowsMakesRoomForOthers() {
    List<FoundTool> many = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      many.add(Discovery.tool("old_" + i, ""));
      many.add(Discovery.tool("new_" + i, ""));
    }
    discovery.complete(many);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            organisation
                    .request()
                    .get("/api/mcps/" + connector + "/tools?limit=500")
                    .path("find { it.name == 'new_149' }")
                != null);
    String rule = add("{\"connectorId\": \"%s\", \"pattern\": \"old_*\"}").extract().path("id");

    organisation
        .request()
        .body("{\"pattern\": \"new_*\"}")
        .patch(path("/rules/" + rule))
        .then()
        .statusCode(200);

    organisation
        .request()
        .get(path("/tools?limit=500"))
        .then()
        .body("$", hasSize(150))
        .body("name", everyItem(startsWith("new_")));
  }

  @Test
  void aRemovedRuleShowsNothing() {
    String rule = add("{\"connectorId\": \"%s\"}").extract().path("id");

    organisation.request().delete(path("/rules/" + rule)).then().statusCode(204);

    tools().body("$", empty());
    organisation.request().get(path("/rules")).then().statusCode(200).body("$", hasSize(0));
  }

  @Test
  void aDeletedConnectorTakesItsRulesAlong() {
    add("{\"connectorId\": \"%s\"}");

    organisation.request().delete("/api/mcps/" + connector).then().statusCode(204);

    organisation.request().get(path("/rules")).then().statusCode(200).body("$", hasSize(0));
    tools().body("$", empty());
  }

  @Test
  void namesThatAreTakenGetTheConnectorsSlugInFront() {
    String other = organisation.connector("Other");
    try (var others = new Discovery(organisation, other)) {
      others.complete(Discovery.tool("get_user", ""));
    }
    organisation.awaitTool(other, "get_user");
    add("{\"connectorId\": \"%s\", \"pattern\": \"get_user\"}");

    organisation
        .request()
        .body("{\"connectorId\": \"%s\"}".formatted(other))
        .post(path("/rules"))
        .then()
        .statusCode(201);

    tools().body("name", contains("get_user", "other_get_user"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"connectorId\": \"%s\", \"pattern\": \"\"}",
        "{\"connectorId\": \"%s\", \"pattern\": \"a\\u0000\"}",
        "{\"connectorId\": \"%s\", \"allowedTools\": [\"a\", null]}",
        "{\"connectorId\": \"%s\", \"slug\": \"x\"}",
        "{\"pattern\": \"%s\"}"
      })
  void refusesWhatIsNoRule(String body) {
    add(body).statusCode(400).body("errors", hasSize(1));
  }

  @Test
  void thereMustBeSuchAConnector() {
    organisation
        .request()
        .body("{\"connectorId\": \"%s\"}".formatted(gateway))
        .post(path("/rules"))
        .then()
        .statusCode(404);
  }

  private int approve(String tool) {
    String id = organisation.tool(connector, tool);
    return organisation
        .request()
        .post("/api/mcps/%s/tools/%s/approve".formatted(connector, id))
        .statusCode();
  }

  private ValidatableResponse add(String body) {
    return organisation.request().body(body.formatted(connector)).post(path("/rules")).then();
  }

  private ValidatableResponse tools() {
    return organisation.request().get(path("/tools")).then().statusCode(200);
  }

  private String path(String below) {
    return "/api/gateways/" + gateway + below;
  }
}
