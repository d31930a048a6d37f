package dev.gatehouse.gateway.endpoint;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.identity.IdentityView;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class AccessTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  private Organisation organisation;

  @BeforeEach
  void aGateway() {
    organisation =
        new Organisation(view, catalog)
            .connector(URI.create("http://127.0.0.1:9/mcp"))
            .tool("get_x")
            .gateway("g");
  }

  @AfterEach
  void close() {
    organisation.close();
  }

  @Test
  void takesAKeyInTheQueryWhereTheGatewayOptsIn() {
    organisation.settings(new GatewaySettings(true, true, "hide")).gateway("g");

    new Mcp(organisation.path("g") + "?apiKey=" + organisation.key(), null)
        .legacy("tools/list", "{}")
        .statusCode(200)
        .body("result.tools.name", contains("get_x"));
  }

  @Test
  void takesNoKeyInTheQueryOtherwise() {
    new Mcp(organisation.path("g") + "?apiKey=" + organisation.key(), null)
        .legacy("tools/list", "{}")
        .statusCode(401);
  }

  @Test
  void takesNoAccessTokenInTheQuery() {
    organisation.settings(new GatewaySettings(true, true, "hide")).gateway("g");
    String token = organisation.token("g", dev.gatehouse.platform.identity.Role.EDITOR, "mcp:read");

    new Mcp(organisation.path("g") + "?apiKey=" + token, null)
        .legacy("tools/list", "{}")
        .statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "~", "%7E"})
  void servesAGatewayUnderTheProductsPath(String form) {
    String path =
        "/api/v1/gateways/"
            + (form.equals("id")
                ? organisation.gatewayId()
                : organisation.path("g").substring("/mcp/".length()).replace("/", form))
            + "/mcp";

    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + organisation.key())
        .contentType(ContentType.JSON)
        .body(Mcp.request("tools/list", "{}"))
        .post(path)
        .then()
        .statusCode(200)
        .body("result.tools.name", contains("get_x"));
  }

  @Test
  void theAudienceOfTheProductsPathIsTheCanonicalOne() {
    given()
        .get("/api/v1/gateways/" + organisation.gatewayId() + "/mcp")
        .then()
        .statusCode(200)
        .body("endpoint", equalTo(organisation.resource("g")));
  }

  @Test
  void anUnknownGatewayIsNotThereUnderTheProductsPath() {
    given().get("/api/v1/gateways/none~g/mcp").then().statusCode(404);
  }

  @Test
  void takesABatchFromWhoAgreedOnTheRevisionThatHasThem() {
    Mcp client = new Mcp(organisation.path("g"), organisation.key());
    Map<String, String> session = session(client, "2025-03-26");
    String batch =
        "["
            + Mcp.request("ping", "{}")
            + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
            + Mcp.request("tools/list", "{}").replace("r1", "r2")
            + ", {\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\",\"method\":\"x\"}]";

    client
        .post(session, batch)
        .statusCode(200)
        .body("size()", equalTo(3))
        .body("[0].id", equalTo("r1"))
        .body("[1].result.tools.name", contains("get_x"))
        .body("[2].error.code", equalTo(-32700));
  }

  @Test
  void takesNoBatchOtherwise() {
    Mcp client = new Mcp(organisation.path("g"), organisation.key());
    String batch = "[" + Mcp.request("ping", "{}") + "]";

    client.post(session(client, "2025-06-18"), batch).statusCode(400);
    client.post(Map.of("MCP-Protocol-Version", "2025-03-26"), batch).statusCode(400);
  }

  @Test
  void refusesABatchThatIsTooLong() {
    Mcp client = new Mcp(organisation.path("g"), organisation.key());
    String batch = "[" + (Mcp.request("ping", "{}") + ",").repeat(100) + "1]";

    client
        .post(session(client, "2025-03-26"), batch)
        .statusCode(400)
        .body("error.message", containsString("100"));
  }

  private static Map<String, String> session(Mcp client, String version) {
    return Map.of(
        "Mcp-Session-Id",
        client
            .legacy("initialize", "{\"protocolVersion\":\"" + version + "\",\"capabilities\":{}}")
            .extract()
            .header("Mcp-Session-Id"));
  }
}
