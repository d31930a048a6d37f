package dev.gatehouse.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.testing.OpenApiDocument;
import dev.gatehouse.platform.testing.OpenApiDocument.Operation;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint of the management API that takes an id, with every kind of id of another
 * organisation. The endpoints are those of the OpenAPI document, so that none can be forgotten: for
 * a new one this test asks for its ids and body.
 */
@RegistryTest
class EveryEndpointTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final List<String> OURS =
      List.of("/api/mcps", "/api/connectors", "/api/gateways", "/api/agents", "/api/runners");

  /** A body that would be taken if the ids were one's own. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("PATCH", "{}"),
          Map.entry("POST /api/mcps/{id}/tools/approve", "{\"tools\": [{\"id\": \"%tool%\"}]}"),
          Map.entry("POST /api/mcps/{id}/tools/reject", "{\"tools\": [{\"id\": \"%tool%\"}]}"),
          Map.entry(
              "PUT /api/gateways/{id}/connectors/{connector}",
              "{\"resources\": true, \"prompts\": true}"),
          Map.entry("POST /api/gateways/{id}/tools", "{\"toolId\": \"%tool%\"}"),
          Map.entry(
              "POST /api/gateways/{id}/tools/bulk", "{\"tools\": [{\"toolId\": \"%tool%\"}]}"),
          Map.entry("PUT /api/gateways/{id}/tools/order", "{\"tools\": []}"),
          Map.entry("POST /api/gateways/{id}/rules", "{\"connectorId\": \"%connector%\"}"),
          Map.entry("POST /api/agents/{id}/mcps", "{\"mcpServerId\": \"%connector%\"}"),
          Map.entry("POST /api/runners/{id}/mcps", "{\"mcpServerId\": \"%connector%\"}"));

  private Organisation owner;
  private Organisation stranger;
  private Map<String, String> ids;

  @BeforeEach
  void twoOrganisations() {
    owner = Organisation.create();
    stranger = Organisation.create();
    ids = things(owner);
  }

  @Test
  void saysNotFoundToAStrangerWhateverTheId() {
    Map<String, String> before = state();
    for (Operation operation : operations()) {
      for (String path : paths(operation)) {
        Response response = send(operation, path, stranger::request);
        assertThat(response.statusCode()).as("%s as %s", operation, path).isEqualTo(404);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.asString()).doesNotContain(ids.values());
      }
    }
    assertThat(state()).as("nothing of the owner has changed").isEqualTo(before);
  }

  @Test
  void saysNotFoundForAnIdOfTheWrongKind() {
    for (Operation operation : operations()) {
      String wrong = TestIdentities.newId();
      String path = PARAMETER.matcher(operation.path()).replaceAll(wrong);
      assertThat(send(operation, path, owner::request).statusCode())
          .as(operation.toString())
          .isEqualTo(404);
    }
  }

  @Test
  void refusesEveryChangeOfWhatIsNotAsItWasRead() {
    owner
        .request()
        .body("{\"resources\": true, \"prompts\": true}")
        .put("/api/gateways/" + ids.get("gateway") + "/connectors/" + ids.get("connector"))
        .then()
        .statusCode(200);
    Map<String, String> before = state();
    for (Operation operation : operations()) {
      if (isChange(operation)) {
        assertThat(
                send(
                        operation,
                        own(operation),
                        () -> owner.request().header("If-Match", "\"4711\""))
                    .statusCode())
            .as(operation.toString())
            .isEqualTo(412);
      }
    }
    assertThat(state()).as("nothing has changed").isEqualTo(before);
  }

  @Test
  void refusesMembersThatItDoesNotKnow() {
    Map<String, String> before = state();
    List<Operation> writing =
        OpenApiDocument.current().operations().stream()
            .filter(operation -> OURS.stream().anyMatch(operation.path()::startsWith))
            .filter(operation -> operation.description().has("requestBody"))
            .toList();
    assertThat(writing).hasSizeGreaterThan(20);
    for (Operation operation : writing) {
      Response response =
          owner.request().body("{\"surprise\": 1}").request(operation.method(), own(operation));
      assertThat(response.statusCode()).as(operation.toString()).isEqualTo(400);
      assertThat(response.<List<String>>path("errors.pointer"))
          .as(operation.toString())
          .contains("/surprise");
    }
    assertThat(state()).as("nothing has changed").isEqualTo(before);
  }

  /** Whether there is something that is changed; what adds to a list changes nothing. */
  private static boolean isChange(Operation operation) {
    return switch (operation.method()) {
      case "PATCH", "PUT", "DELETE" -> true;
      case "POST" -> operation.path().matches(".*/\\{tool}/(approve|reject)");
      default -> false;
    };
  }

  @Test
  void refusesAKeyThatIsGoodForOneGatewayOnly() {
    for (Operation operation : operations()) {
      String path = own(operation);
      assertThat(send(operation, path, () -> owner.boundTo(ids.get("gateway"))).statusCode())
          .as(operation.toString())
          .isEqualTo(403);
    }
  }

  @Test
  void refusesWhoIsNotSignedIn() {
    for (Operation operation : operations()) {
      assertThat(
              io.restassured.RestAssured.given()
                  .contentType("application/json")
                  .body("{}")
                  .request(operation.method(), own(operation))
                  .statusCode())
          .as(operation.toString())
          .isEqualTo(401);
    }
  }

  @Test
  void aStrangersOwnThingsCannotReferToTheOwners() {
    Map<String, String> own = things(stranger);
    for (Operation operation : operations()) {
      String body = BODIES.get(operation.toString());
      if (body == null || !body.contains("%")) {
        continue;
      }
      String path = operation.path().replace("{id}", own.get(kind(operation)));
      Response response = send(operation, path, stranger::request);
      assertThat(response.statusCode()).as(operation.toString()).isIn(400, 404);
      assertThat(response.asString()).doesNotContain("\"upstream\"");
    }
  }

  private List<Operation> operations() {
    return OpenApiDocument.current().operations().stream()
        .filter(operation -> OURS.stream().anyMatch(operation.path()::startsWith))
        .filter(operation -> operation.path().contains("{"))
        .toList();
  }

  /** The path with ids of the owner, and with each parameter as each other kind of id. */
  private Set<String> paths(Operation operation) {
    List<String> all = new ArrayList<>(List.of(own(operation)));
    for (String other : ids.values()) {
      all.add(PARAMETER.matcher(operation.path()).replaceAll(other));
    }
    return Set.copyOf(all);
  }

  private String own(Operation operation) {
    Matcher parameters = PARAMETER.matcher(operation.path());
    return parameters.replaceAll(match -> {
      String name = match.group(1).equals("id") ? kind(operation) : match.group(1);
      String id = ids.get(name);
      assertThat(id).as("an id for {%s} of %s", name, operation).isNotNull();
      return id;
    });
  }

  private static String kind(Operation operation) {
    return switch (operation.path().split("/")[2]) {
      case "mcps", "connectors" -> "connector";
      case "gateways" -> "gateway";
      case "agents" -> "agent";
      case "runners" -> "runner";
      default -> throw new AssertionError("a new resource: " + operation);
    };
  }

  private Response send(Operation operation, String path, Supplier<RequestSpecification> caller) {
    String body =
        BODIES.getOrDefault(operation.toString(), BODIES.getOrDefault(operation.method(), null));
    RequestSpecification request = caller.get();
    if (operation.path().endsWith("/preview")) {
      request.queryParam("user", TestIdentities.newId());
    }
    if (body != null) {
      request.body(
          body.replace("%tool%", ids.get("tool")).replace("%connector%", ids.get("connector")));
    }
    return request.request(operation.method(), path);
  }

  private Map<String, String> state() {
    return Map.of(
        "mcps", owner.request().get("/api/mcps").asString(),
        "gateways", owner.request().get("/api/gateways").asString());
  }

  /** One of each kind; keys are the names of path parameters. */
  private static Map<String, String> things(Organisation of) {
    String connector = of.connector("Upstream");
    try (var discovery = new Discovery(of, connector)) {
      discovery.complete(Discovery.tool("a", "old"));
      discovery.complete(Discovery.tool("a", "new"));
    }
    String gateway = of.gateway("demo");
    String tool = of.awaitTool(connector, "a");
    Awaitility.await() // for the second run
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            of.request()
                    .get("/api/mcps/" + connector + "/tools")
                    .then()
                    .extract()
                    .path("[0].pendingHash")
                != null);
    String agent = made(of, "/api/agents", "{\"name\": \"agent\"}");
    String runner = made(of, "/api/runners", "{\"name\": \"runner\"}");
    for (String attached : List.of("/api/agents/" + agent, "/api/runners/" + runner)) {
      of.request()
          .body("{\"mcpServerId\": \"%s\"}".formatted(connector))
          .post(attached + "/mcps")
          .then()
          .statusCode(201);
    }
    String rule =
        made(
            of,
            "/api/gateways/" + gateway + "/rules",
            "{\"connectorId\": \"%s\", \"pattern\": \"none\"}".formatted(connector));
    return Map.of(
        "connector", connector,
        "gateway", gateway,
        "tool", tool,
        "exposed", of.expose(gateway, tool),
        "agent", agent,
        "runner", runner,
        "rule", rule,
        "mcpServer", connector);
  }

  private static String made(Organisation of, String path, String body) {
    return of.request().body(body).post(path).then().statusCode(201).extract().path("id");
  }
}
