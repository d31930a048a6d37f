package dev.gatehouse.registry.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import dev.gatehouse.platform.json.Json;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class ToolOrderTest {
  private Organisation organisation;
  private String connector;
  private String gateway;
  private String a;
  private String b;
  private String c;

  @BeforeEach
  void threeTools() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    gateway = organisation.gateway("demo");
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(Discovery.tool("a", ""), Discovery.tool("b", ""), Discovery.tool("c", ""));
    }
    organisation.awaitTool(connector, "c");
    a = organisation.expose(gateway, organisation.tool(connector, "a"));
    b = organisation.expose(gateway, organisation.tool(connector, "b"));
    c = organisation.expose(gateway, organisation.tool(connector, "c"));
  }

  @Test
  void isThatOfAdditionAtFirst() {
    names().body("name", contains("a", "b", "c"));
  }

  @Test
  void isWhatIsGivenAndTheOthersFollow() {
    order(c, a).statusCode(204);

    names().body("name", contains("c", "a", "b"));
  }

  @Test
  void pagesFollowIt() {
    order(c, b, a);
    List<String> names = new ArrayList<>();
    String next = path() + "?limit=2";
    while (next != null) {
      var page = organisation.request().get(next).then().statusCode(200).extract();
      names.addAll(page.path("name"));
      String link = page.header("Link");
      var target = Pattern.compile("<http://localhost:8080(.*)>; rel=\"next\"");
      next = link == null ? null : target.matcher(link).replaceFirst("$1");
    }
    assertThat(names).containsExactly("c", "b", "a");
  }

  @Test
  void isAllOrNothing() {
    order(c, gateway, c).statusCode(400).body("errors.pointer", contains("/tools/1", "/tools/2"));

    names().body("name", contains("a", "b", "c"));
  }

  @Test
  void presumesTheGatewayThatWasRead() {
    String tag = organisation.request().get("/api/gateways/" + gateway).header("ETag");
    order(c).statusCode(204);

    organisation
        .request()
        .header("If-Match", tag)
        .body(Map.of("tools", List.of(b)))
        .put(path() + "/order")
        .then()
        .statusCode(412);
  }

  @Test
  void severalToolsAreAddedAtOnce() {
    String other = organisation.gateway("other");

    organisation
        .request()
        .body(bulk("a", "b"))
        .post("/api/gateways/" + other + "/tools/bulk")
        .then()
        .statusCode(200)
        .body("name", contains("a", "b"));
  }

  @Test
  void ofSeveralToolsNoneIsAddedIfOneCannotBe() {
    String other = organisation.gateway("other");

    organisation
        .request()
        .body(bulk("a", "no_such", "a"))
        .post("/api/gateways/" + other + "/tools/bulk")
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/tools/1", "/tools/2"));
    organisation.request().get("/api/gateways/" + other + "/tools").then().body("$", hasSize(0));
  }

  private String bulk(String... tools) {
    var items = new ArrayList<Map<String, String>>();
    for (String tool : tools) {
      items.add(Map.of("connectorId", connector, "tool", tool));
    }
    return Json.mapper().valueToTree(Map.of("tools", items)).toString();
  }

  private ValidatableResponse order(String... ids) {
    return organisation.request().body(Map.of("tools", List.of(ids))).put(path() + "/order").then();
  }

  private ValidatableResponse names() {
    return organisation.request().get(path()).then().statusCode(200);
  }

  private String path() {
    return "/api/gateways/" + gateway + "/tools";
  }
}
