package dev.gatehouse.registry;

import static io.restassured.RestAssured.given;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.MatchesOpenApi;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.quarkus.arc.Arc;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;

/** An organisation of its own for a test, and what its members can do over HTTP. */
public record Organisation(String id, String slug) {
  private static final String USER = TestIdentities.newId();

  public static Organisation create() {
    String slug = "org-" + TestIdentities.newId();
    try (var identities = new TestIdentities(Arc.container().instance(IdentityView.class).get())) {
      return new Organisation(identities.organisation(slug), slug);
    }
  }

  /** A request of the owner with all scopes. */
  public RequestSpecification request() {
    return request(Role.OWNER, Scope.values());
  }

  public RequestSpecification request(Role role, Scope... scopes) {
    return request(new Caller(USER, null, null, null, id, role, Set.of(scopes), null));
  }

  /** A request of a machine: a service key with all scopes. */
  public RequestSpecification machine(String key) {
    return request(new Caller(null, key, null, null, id, Role.ADMIN, Set.of(Scope.values()), null));
  }

  /** A request with an administrator's key that is good for one gateway only. */
  public RequestSpecification boundTo(String gateway) {
    return request(
        new Caller(null, "boundkey", null, null, id, Role.ADMIN, Set.of(Scope.values()), gateway));
  }

  private static RequestSpecification request(Caller caller) {
    return given()
        .filter(new MatchesOpenApi())
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "registry", caller))
        .contentType("application/json");
  }

  /** A new connector to a server that nobody calls; returns its id. */
  public String connector(String name) {
    return request()
        .body(
            """
            {"name": "%s", "transport": "streamable_http", "url": "http://127.0.0.1:9999/mcp"}
            """
                .formatted(name))
        .post("/api/mcps")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** A new gateway; returns its id. */
  public String gateway(String name) {
    return request()
        .body("{\"name\": \"%s\"}".formatted(name))
        .post("/api/gateways")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** The id of a connector's tool; it must be there. */
  public String tool(String connector, String name) {
    return request()
        .get("/api/mcps/" + connector + "/tools")
        .then()
        .statusCode(200)
        .extract()
        .path("find { it.name == '" + name + "' }.id");
  }

  /** The id of a connector's tool, once a run has brought it. */
  public String awaitTool(String connector, String name) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> tool(connector, name), Objects::nonNull);
  }

  /** Puts a tool into a gateway; returns the id of the exposure. */
  public String expose(String gateway, String tool) {
    return request()
        .body("{\"toolId\": \"%s\"}".formatted(tool))
        .post("/api/gateways/" + gateway + "/tools")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
