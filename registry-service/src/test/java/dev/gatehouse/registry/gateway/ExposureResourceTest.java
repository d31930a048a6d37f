package dev.gatehouse.registry.gateway;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class ExposureResourceTest {
  private Organisation organisation;
  private String connector;
  private String gateway;
  private String search;

  @BeforeEach
  void aGatewayAndTools() {
    organisation = Organisation.create();
    connector = organisation.connector("Alfresco");
    gateway = organisation.gateway("demo");
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(Discovery.sample("alfresco"));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> organisation.tool(connector, "search_nodes") != null);
    search = organisation.tool(connector, "search_nodes");
  }

  @Test
  void addsAToolByItsId() {
    add("{\"toolId\": \"%s\", \"alias\": \"find.nodes\"}".formatted(search))
        .statusCode(201)
        .body("toolId", equalTo(search))
        .body("connectorId", equalTo(connector))
        .body("tool", equalTo("search_nodes"))
        .body("name", equalTo("find.nodes"))
        .body("alias", equalTo("find.nodes"))
        .body("enabled", equalTo(true))
        .body("status", equalTo("active"));
  }

  @Test
  void addsAToolByConnectorAndName() {
    add("{\"connectorId\": \"%s\", \"tool\": \"get_node\"}".formatted(connector))
        .statusCode(201)
        .body("name", equalTo("get_node"));
  }

  @Test
  void wantsOneWayOfNamingTheTool() {
    add("{\"toolId\": \"%s\", \"tool\": \"get_node\"}".formatted(search)).statusCode(400);
    add("{}").statusCode(400);
  }

  @Test
  void takesAliasesThatEveryClientTakes() {
    for (String alias : new String[] {"", "a b", "a/b", "ä", "x".repeat(129)}) {
      add("{\"toolId\": \"%s\", \"alias\": \"%s\"}".formatted(search, alias))
          .statusCode(400)
          .body("errors.pointer", contains("/alias"));
    }
    add("{\"toolId\": \"%s\", \"alias\": \"%s\"}".formatted(search, "x".repeat(128)))
        .statusCode(201);
  }

  @Test
  void showsNoNameTwice() {
    organisation.expose(gateway, search);
    add("{\"toolId\": \"%s\"}".formatted(search))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("search_nodes"));
    add("{\"toolId\": \"%s\", \"alias\": \"again\"}".formatted(search)).statusCode(201);
  }

  @Test
  void givesAToolOfAnotherConnectorAPrefixWhereItsNameIsTaken() throws Exception {
    organisation.expose(gateway, search);
    String other = organisation.connector("other");
    try (var discovery = new Discovery(organisation, other)) {
      discovery.complete(Discovery.sample("alfresco"));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> organisation.tool(other, "search_nodes") != null);

    String exposed =
        add("{\"toolId\": \"%s\"}".formatted(organisation.tool(other, "search_nodes")))
            .statusCode(201)
            .body("name", equalTo("other_search_nodes"))
            .body("alias", nullValue())
            .extract()
            .path("id");
    patch(exposed, "{\"description\": \"Theirs\"}").body("name", equalTo("other_search_nodes"));
  }

  @Test
  void changesHowAToolIsShown() {
    String exposed = organisation.expose(gateway, search);
    patch(exposed, "{\"alias\": \"find\", \"description\": \"Finds nodes\"}")
        .statusCode(200)
        .body("name", equalTo("find"))
        .body("description", equalTo("Finds nodes"));
    patch(exposed, "{\"alias\": null, \"enabled\": false}")
        .statusCode(200)
        .body("name", equalTo("search_nodes"))
        .body("alias", nullValue())
        .body("description", equalTo("Finds nodes"))
        .body("enabled", equalTo(false));
  }

  @Test
  void onlyAnAdministratorSetsTheNeededScope() {
    String exposed = organisation.expose(gateway, search);
    String body = "{\"neededScope\": \"mcp:write\"}";
    editor().body(body).patch(path() + "/" + exposed).then().statusCode(403);
    editor()
        .body(
            "{\"toolId\": \"%s\", \"alias\": \"b\", \"neededScope\": \"mcp:read\"}"
                .formatted(search))
        .post(path())
        .then()
        .statusCode(403);
    patch(exposed, body).statusCode(200).body("neededScope", equalTo("mcp:write"));
  }

  @Test
  void takesAToolOut() {
    String exposed = organisation.expose(gateway, search);
    organisation.request().delete(path() + "/" + exposed).then().statusCode(204);
    organisation.request().get(path()).then().body("$", hasSize(0));
    organisation.request().delete(path() + "/" + exposed).then().statusCode(404);
  }

  @Test
  void aDeletedConnectorTakesItsToolsAlong() {
    organisation.expose(gateway, search);
    organisation.request().delete("/api/mcps/" + connector).then().statusCode(204);
    organisation.request().get(path()).then().statusCode(200).body("$", hasSize(0));
  }

  @Test
  void aToolThatIsNotThereCannotBeAdded() {
    add("{\"connectorId\": \"%s\", \"tool\": \"no_such\"}".formatted(connector)).statusCode(404);
    add("{\"toolId\": \"%s\"}".formatted(connector)).statusCode(404);
  }

  private RequestSpecification editor() {
    return organisation.request(Role.EDITOR, Scope.values());
  }

  private String path() {
    return "/api/gateways/" + gateway + "/tools";
  }

  private ValidatableResponse add(String body) {
    return organisation.request().body(body).post(path()).then();
  }

  private ValidatableResponse patch(String exposed, String body) {
    return organisation.request().body(body).patch(path() + "/" + exposed).then();
  }
}
