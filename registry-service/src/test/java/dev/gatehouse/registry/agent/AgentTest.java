package dev.gatehouse.registry.agent;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class AgentTest {
  private Organisation organisation;
  private String server;
  private String other;
  private String agent;

  @BeforeEach
  void anAgentAndServers() {
    organisation = Organisation.create();
    server = server("Server", "get_user", "create_user");
    other = server("Other", "get_mail");
    agent = create("agents", "{\"name\": \"Helper\"}");
  }

  @Test
  void hasAnUrlOfItsOwn() {
    organisation
        .request()
        .get("/api/agents/" + agent)
        .then()
        .statusCode(200)
        .body("slug", equalTo("helper"))
        .body("url", equalTo("http://localhost:8080/mcp/" + organisation.slug() + "/helper"))
        .body("runnerId", nullValue());
  }

  @Test
  void sharesTheSpaceOfSlugsWithGatewaysAndRunners() {
    String gateway = organisation.gateway("Helper");
    String runner = create("runners", "{\"name\": \"helper\"}");

    organisation.request().get("/api/gateways/" + gateway).then().body("slug", equalTo("helper-2"));
    organisation.request().get("/api/runners/" + runner).then().body("slug", equalTo("helper-3"));
  }

  @Test
  void isNoGatewayAndNoRunner() {
    organisation.request().get("/api/gateways/" + agent).then().statusCode(404);
    organisation.request().get("/api/runners/" + agent).then().statusCode(404);
    organisation.request().get("/api/gateways").then().body("$", empty());
    organisation.request().get("/api/agents").then().body("slug", contains("helper"));
  }

  @Test
  void hasTheToolsThatItIsAllowed() {
    attach("agents", agent, server, "[\"get_user\"]")
        .statusCode(201)
        .body("mcpServerId", equalTo(server))
        .body("allowedTools", contains("get_user"));

    tools("agents", agent)
        .body("name", contains("get_user"))
        .body("mcpServerId", contains(server))
        .body("inherited", contains(false));
  }

  @Test
  void hasAllToolsOfAServerUnlessToldOtherwise() {
    attach("agents", agent, server, "null").statusCode(201).body("allowedTools", nullValue());

    tools("agents", agent).body("name", containsInAnyOrder("get_user", "create_user"));
  }

  @Test
  void isToldToGatewaysLikeOneOfThem() {
    attach("agents", agent, server, "[\"get_user\"]");

    Published.until(
        Topics.CATALOG,
        organisation.id(),
        entries ->
            entries.stream()
                    .anyMatch(entry ->
                        entry.event() instanceof GatewayManifest manifest
                            && manifest.slug().equals("helper")
                            && manifest.parts() == 1)
                && entries.stream()
                    .anyMatch(entry ->
                        entry.event() instanceof GatewayManifestPart part
                            && part.gateway().equals(agent)
                            && part.tools().stream()
                                .map(ExposedTool::name)
                                .toList()
                                .equals(List.of("get_user"))));
  }

  @Test
  void anAttachmentIsChanged() {
    attach("agents", agent, server, "[\"get_user\"]");

    organisation
        .request()
        .body("{\"allowedTools\": [\"create_user\"]}")
        .patch("/api/agents/" + agent + "/mcps/" + server)
        .then()
        .statusCode(200);

    tools("agents", agent).body("name", contains("create_user"));
  }

  @Test
  void aServerIsAttachedOnce() {
    attach("agents", agent, server, "null");

    attach("agents", agent, server, "null").statusCode(409);
  }

  @Test
  void aDetachedServerIsGone() {
    attach("agents", agent, server, "null");

    organisation
        .request()
        .delete("/api/agents/" + agent + "/mcps/" + server)
        .then()
        .statusCode(204);

    tools("agents", agent).body("$", empty());
    organisation.request().get("/api/agents/" + agent + "/mcps").then().body("$", empty());
  }

  @Test
  void aDeletedServerTakesItsAttachmentsAlong() {
    attach("agents", agent, server, "null");
    attach("agents", agent, other, "null");

    organisation.request().delete("/api/mcps/" + server).then().statusCode(204);

    organisation
        .request()
        .get("/api/agents/" + agent + "/mcps")
        .then()
        .body("mcpServerId", contains(other));
    tools("agents", agent).body("name", contains("get_mail"));
  }

  @Test
  void hasWhatItsRunnerHas() {
    String runner = create("runners", "{\"name\": \"Nightly\"}");
    attach("runners", runner, other, "null");

    setRunner("\"" + runner + "\"").statusCode(200).body("runnerId", equalTo(runner));

    tools("agents", agent)
        .body("name", contains("get_mail"))
        .body("inherited", everyItem(equalTo(true)));
  }

  @Test
  void followsItsRunner() {
    String runner = create("runners", "{\"name\": \"Nightly\"}");
    setRunner("\"" + runner + "\"");

    attach("runners", runner, other, "null");

    tools("agents", agent).body("name", contains("get_mail"));
    tools("runners", runner).body("name", contains("get_mail"));
    organisation.request().delete("/api/runners/%s/mcps/%s".formatted(runner, other));
    tools("agents", agent).body("$", empty());
  }

  @Test
  void whatItHasAttachedItselfCountsMoreThanItsRunners() {
    String runner = create("runners", "{\"name\": \"Nightly\"}");
    attach("runners", runner, server, "null");
    setRunner("\"" + runner + "\"");

    attach("agents", agent, server, "[\"get_user\"]");

    tools("agents", agent).body("name", contains("get_user")).body("inherited", contains(false));
  }

  @Test
  void hasItsRunnersAgainOnceItsOwnIsDetached() {
    String runner = create("runners", "{\"name\": \"Nightly\"}");
    attach("runners", runner, server, "null");
    setRunner("\"" + runner + "\"");
    attach("agents", agent, server, "[\"get_user\"]");

    organisation.request().delete("/api/agents/" + agent + "/mcps/" + server);

    tools("agents", agent)
        .body("name", containsInAnyOrder("get_user", "create_user"))
        .body("inherited", everyItem(equalTo(true)));
  }

  @Test
  void losesWhatItsRunnerHadWhenThatIsDeleted() {
    String runner = create("runners", "{\"name\": \"Nightly\"}");
    attach("runners", runner, other, "null");
    setRunner("\"" + runner + "\"");

    organisation.request().delete("/api/runners/" + runner).then().statusCode(204);

    organisation.request().get("/api/agents/" + agent).then().body("runnerId", nullValue());
    tools("agents", agent).body("$", empty());
  }

  @Test
  void aRunnerMustBeOne() {
    setRunner("\"" + agent + "\"").statusCode(400).body("errors.pointer", contains("/runnerId"));
    setRunner("\"none\"").statusCode(400);
  }

  @Test
  void isDeleted() {
    attach("agents", agent, server, "null");

    organisation.request().delete("/api/agents/" + agent).then().statusCode(204);

    organisation.request().get("/api/agents/" + agent).then().statusCode(404);
    organisation.request().get("/api/mcps/" + server).then().statusCode(200);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    organisation
        .request()
        .body("{\"mcpServerId\": \"%s\", \"tools\": []}".formatted(server))
        .post("/api/agents/" + agent + "/mcps")
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/tools"));
    attach("agents", agent, agent, "null").statusCode(404);
  }

  private String server(String name, String... tools) {
    String connector = organisation.connector(name);
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(
          java.util.Arrays.stream(tools).map(tool -> Discovery.tool(tool, "")).toList());
    }
    organisation.awaitTool(connector, tools[tools.length - 1]);
    return connector;
  }

  private String create(String kind, String body) {
    return organisation
        .request()
        .body(body)
        .post("/api/" + kind)
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private ValidatableResponse attach(String kind, String id, String to, String allowed) {
    return organisation
        .request()
        .body("{\"mcpServerId\": \"%s\", \"allowedTools\": %s}".formatted(to, allowed))
        .post("/api/%s/%s/mcps".formatted(kind, id))
        .then();
  }

  private ValidatableResponse setRunner(String runner) {
    return organisation
        .request()
        .body("{\"runnerId\": %s}".formatted(runner))
        .patch("/api/agents/" + agent)
        .then();
  }

  private ValidatableResponse tools(String kind, String id) {
    return organisation.request().get("/api/%s/%s/tools".formatted(kind, id)).then();
  }
}
