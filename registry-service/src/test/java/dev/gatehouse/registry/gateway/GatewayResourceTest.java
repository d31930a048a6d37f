package dev.gatehouse.registry.gateway;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class GatewayResourceTest {
  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void createsAGatewayWithItsUrl() {
    create("{\"name\": \"Support Desk\", \"description\": \"What support needs\"}")
        .statusCode(201)
        .header("Location", containsString("/api/gateways/"))
        .body("slug", equalTo("support-desk"))
        .body("name", equalTo("Support Desk"))
        .body("description", equalTo("What support needs"))
        .body("enabled", equalTo(true))
        .body("settings.apiKeysAllowed", equalTo(true))
        .body("settings.queryKeyAllowed", equalTo(false))
        .body("settings.scopeMode", equalTo("hide"))
        .body("createdAt", notNullValue())
        .body("url", equalTo("http://localhost:8080/mcp/" + organisation.slug() + "/support-desk"));
  }

  @Test
  void keepsPathsOfTheLegacyTransportFree() {
    create("{\"name\": \"SSE\"}").statusCode(201).body("slug", equalTo("sse-2"));
    create("{\"name\": \"messages\"}").statusCode(201).body("slug", equalTo("messages-2"));
  }

  @Test
  void slugsAreUniqueWithinTheOrganisation() {
    create("{\"name\": \"Demo\"}").body("slug", equalTo("demo"));
    create("{\"name\": \"demo!\"}").body("slug", equalTo("demo-2"));
  }

  @Test
  void organisationsShareNoSlugs() {
    organisation.gateway("demo");
    Organisation other = Organisation.create();
    other
        .request()
        .body("{\"name\": \"demo\"}")
        .post("/api/gateways")
        .then()
        .body("slug", equalTo("demo"));
  }

  @Test
  void aDeletedGatewayGivesItsSlugFree() {
    String id = organisation.gateway("demo");
    organisation.request().delete("/api/gateways/" + id).then().statusCode(204);
    organisation.request().get("/api/gateways/" + id).then().statusCode(404);
    create("{\"name\": \"demo\"}").body("slug", equalTo("demo"));
  }

  @Test
  void patchesSettingsOneByOne() {
    String id = organisation.gateway("demo");
    patch(id, "{\"settings\": {\"scopeMode\": \"challenge\"}}").statusCode(200);
    patch(id, "{\"settings\": {\"queryKeyAllowed\": true}, \"enabled\": false}")
        .statusCode(200)
        .body("settings.scopeMode", equalTo("challenge"))
        .body("settings.queryKeyAllowed", equalTo(true))
        .body("enabled", equalTo(false));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    String id = organisation.gateway("demo");
    patch(id, "{\"slug\": \"other\"}").statusCode(400).body("detail", containsString("/slug"));
    patch(id, "{\"settings\": {\"scopeMode\": \"loud\"}}").statusCode(400);
    patch(id, "{\"name\": \"\"}").statusCode(400).body("errors.pointer", contains("/name"));
    patch(id, "[]").statusCode(400);
  }

  @Test
  void listsAll() {
    organisation.gateway("a");
    organisation.gateway("b");
    organisation
        .request()
        .get("/api/gateways")
        .then()
        .statusCode(200)
        .body("slug", contains("a", "b"))
        .header("Link", nullValue());
  }

  @Test
  void aNewGatewayShowsNothing() {
    String id = organisation.gateway("a");
    organisation
        .request()
        .get("/api/gateways/" + id + "/tools")
        .then()
        .statusCode(200)
        .body("$", hasSize(0));
  }

  @Test
  void readingWritingAndDeletingNeedTheirScopes() {
    String id = organisation.gateway("demo");
    organisation.request(Role.OWNER, Scope.WRITE).get("/api/gateways").then().statusCode(403);
    organisation
        .request(Role.VIEWER, Scope.values())
        .body("{\"name\": \"x\"}")
        .post("/api/gateways")
        .then()
        .statusCode(403);
    organisation
        .request(Role.EDITOR, Scope.values())
        .delete("/api/gateways/" + id)
        .then()
        .statusCode(403);
  }

  private ValidatableResponse create(String body) {
    return organisation.request().body(body).post("/api/gateways").then();
  }

  private ValidatableResponse patch(String id, String body) {
    return organisation.request().body(body).patch("/api/gateways/" + id).then();
  }
}
