package dev.gatehouse.auth;

import static io.restassured.RestAssured.given;

import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestKeys;
import io.quarkus.arc.Arc;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.UUID;

/**
 * The bootstrap administrator, for whom the launcher may speak.
 *
 * @param organisation id of the first organisation
 */
public record Administrator(String user, String organisation) {

  public static Administrator get() {
    var bootstrap =
        given()
            .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null))
            .get("/internal/bootstrap")
            .then()
            .statusCode(200)
            .extract();
    return new Administrator(bootstrap.path("administrator.id"), bootstrap.path("organisation.id"));
  }

  /** A request on behalf of the administrator with all scopes. */
  public RequestSpecification request() {
    return request(organisation, Role.OWNER, Scope.values());
  }

  /** A request as if the administrator had this role and these scopes there. */
  public RequestSpecification request(String organisation, Role role, Scope... scopes) {
    Caller caller = new Caller(user, null, null, null, organisation, role, Set.of(scopes), null);
    return request(caller);
  }

  public static RequestSpecification request(Caller caller) {
    return given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", caller))
        .contentType("application/json");
  }

  /** A new API key with all scopes, as its owner would hold it. */
  public String apiKey() {
    return request()
        .body(
            """
            {"name": "test", "scopes": ["mcp:read", "mcp:write", "mcp:admin"]}
            """)
        .post("/api/api-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  /** A new organisation of the administrator; returns its id. */
  public String newOrganisation(String name) {
    Organisations organisations = Arc.container().instance(Organisations.class).get();
    Transactions transactions = Arc.container().instance(Transactions.class).get();
    String slug = "o" + UUID.randomUUID().toString().substring(0, 23);
    return transactions
        .asPlatform(() -> organisations.create(Organisations.newId(), slug, name, user))
        .organisation();
  }
}
