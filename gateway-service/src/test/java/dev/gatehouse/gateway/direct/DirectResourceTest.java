package dev.gatehouse.gateway.direct;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class DirectResourceTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;

  @BeforeEach
  void aGateway() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
    organisation =
        new Organisation(view, catalog)
            .connector(upstream.uri())
            .tool("get_x", "renamed", "{\"description\":\"d\"}", null)
            .tool("delete_y")
            .gateway("g");
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  private static RequestSpecification as(String credential) {
    return given().header("Authorization", "Bearer " + credential).contentType("application/json");
  }

  private static ValidatableResponse execute(String credential, String server, String tool) {
    return as(credential)
        .body(
            "{\"server\":\""
                + server
                + "\",\"tool\":\""
                + tool
                + "\",\"arguments\":{\"a\":[1,2.50]}}")
        .post("/api/mcp/execute")
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/mcp", "/agent/mcp"})
  void listsServersAndTheirTools(String base) {
    String key = organisation.key();

    as(key)
        .get(base + "/servers")
        .then()
        .statusCode(200)
        .body("name", contains("c"))
        .body("connected", contains(true))
        .body("toolCount", contains(2));
    as(key)
        .get(base + "/servers/c/tools")
        .then()
        .statusCode(200)
        .body("name", contains("delete_y", "get_x"))
        .body("[1].description", equalTo("d"));
  }

  @Test
  void callsAToolByItsOwnNameAndRecordsIt() {
    execute(organisation.key(), "c", "get_x")
        .statusCode(200)
        .body("content[0].text", equalTo("done"));

    assertThat(upstream.seen("tools/call").getFirst().body().encode())
        .contains("\"name\":\"get_x\"", "\"a\":[1,2.5");
    assertThat(AuditTrail.of(organisation.id(), 1).getFirst().target().tool()).isEqualTo("get_x");
  }

  @Test
  void whatTheCallerMayNotCallIsNotThere() {
    String reader = organisation.key(Role.OWNER, Scope.READ);

    as(reader).get("/api/mcp/servers").then().body("toolCount", contains(1));
    execute(reader, "c", "delete_y").statusCode(404);
    assertThat(upstream.seen("tools/call")).isEmpty();
    assertThat(AuditTrail.of(organisation.id(), 1).getFirst().decision().rule()).isEqualTo("scope");
  }

  @Test
  void anAttemptAtNoToolIsOnRecord() {
    execute(organisation.key(), "c", "nothing").statusCode(404);

    assertThat(AuditTrail.of(organisation.id(), 1).getFirst().decision().rule())
        .isEqualTo("exposure");
  }

  @Test
  void anotherOrganisationSeesNothing() {
    try (Organisation other = new Organisation(view, catalog)) {
      String key = other.key();

      as(key).get("/api/mcp/servers").then().statusCode(200).body("size()", equalTo(0));
      execute(key, "c", "get_x").statusCode(404);
    }
  }

  @Test
  void takesSignIn() {
    given().get("/api/mcp/servers").then().statusCode(401);
  }

  @Test
  void saysWhatIsMissing() {
    as(organisation.key())
        .body("{}")
        .post("/api/mcp/execute")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("traceId", matchesPattern("[0-9a-f]{32}"));
  }
}
