package dev.gatehouse.registry.connector;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connectors of every kind under one path. */
@RegistryTest
class AnyConnectorTest {
  private static final String SERVER =
      """
      {"kind": "MCP", "name": "Weather",
       "mcp": {"transport": "streamable_http", "url": "http://127.0.0.1:9999/mcp"},
       "credentials": {"headers": {"X-Key": "hunter2"}}}
      """;

  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void whatOnlyOneKindHasIsInAMemberOfItsOwn() {
    create(SERVER)
        .statusCode(201)
        .header("Location", containsString("/api/connectors/"))
        .body("kind", equalTo("MCP"))
        .body("slug", equalTo("weather"))
        .body("hasCredentials", equalTo(true))
        .body("mcp.transport", equalTo("streamable_http"))
        .body("mcp.url", equalTo("http://127.0.0.1:9999/mcp"))
        .body(not(containsString("hunter2")));
  }

  @Test
  void aServerIsThereUnderBothPaths() {
    String id = create(SERVER).extract().path("id");

    organisation
        .request()
        .get("/api/mcps/" + id)
        .then()
        .statusCode(200)
        .body("transport", equalTo("streamable_http"));
    organisation.request().get("/api/connectors").then().body("id", contains(id));
  }

  @Test
  void whatIsWrongInTheSettingsOfTheKindIsNamedByItsPlaceThere() {
    create(
            """
            {"kind": "MCP", "name": "Weather", "timeoutMillis": 0,
             "mcp": {"transport": "streamable_http", "url": "http://10.0.0.1/mcp", "args": ["a"]}}
            """)
        .statusCode(400)
        .body("errors.pointer", containsInAnyOrder("/mcp/args", "/timeoutMillis"));
    String id = create(SERVER).extract().path("id");
    organisation
        .request()
        .body("{\"mcp\": {\"url\": \"http://10.0.0.1/mcp\"}, \"credentials\": null}")
        .patch("/api/connectors/" + id)
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/mcp/url"));
  }

  @Test
  void patchesBothLevels() {
    String id = create(SERVER).extract().path("id");

    organisation
        .request()
        .body("{\"enabled\": false, \"mcp\": {\"url\": \"http://127.0.0.1:9999/other\"}}")
        .patch("/api/connectors/" + id)
        .then()
        .statusCode(200)
        .body("enabled", equalTo(false))
        .body("mcp.url", equalTo("http://127.0.0.1:9999/other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"url\": \"http://127.0.0.1:9999/\"} | /url",
        "{\"mcp\": {\"name\": \"x\"}}          | /mcp/name",
        "{\"mcp\": 7}                          | /mcp",
        "{\"kind\": \"MCP\"}                   | /kind"
      })
  void aPatchHasTheFormOfTheDocument(String patch, String pointer) {
    String id = create(SERVER).extract().path("id");

    organisation
        .request()
        .body(patch)
        .patch("/api/connectors/" + id)
        .then()
        .statusCode(400)
        .body("errors.pointer", contains(pointer));
  }

  @Test
  void aKindThatThereIsNotIsRefused() {
    create("{\"kind\": \"CARRIER_PIGEON\", \"name\": \"a\"}")
        .statusCode(400)
        .body("errors.pointer", contains("/kind"));
    create("{\"name\": \"a\"}").statusCode(400).body("errors.pointer", contains("/kind"));
  }

  @Test
  void deletes() {
    String id = create(SERVER).extract().path("id");

    organisation.request().delete("/api/connectors/" + id).then().statusCode(204);

    organisation.request().get("/api/mcps/" + id).then().statusCode(404);
  }

  private ValidatableResponse create(String body) {
    return organisation.request().body(body).post("/api/connectors").then();
  }
}
