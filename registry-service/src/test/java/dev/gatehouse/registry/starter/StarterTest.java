package dev.gatehouse.registry.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a server of the catalogue to a connector. */
@RegistryTest
class StarterTest {
  private final String name = Servers.namespace() + "/crm";
  private final String path =
      "/api/mcp-registry/servers/" + Servers.inPath(name) + "/versions/latest/connector";
  private Organisation organisation;

  @BeforeEach
  void aServerThatAsksForThings() {
    organisation = Organisation.create();
    ObjectNode document =
        Servers.read(
            """
            {"description": "CRM", "version": "1.0.0", "title": "Customer files",
             "remotes": [
               {"type": "streamable-http", "url": "http://127.0.0.1:{port}/{tenant}/mcp",
                "headers": [
                  {"name": "Authorization", "value": "Bearer {token}",
                   "variables": {"token": {"description": "From your profile", "isRequired": true, "isSecret": true}}},
                  {"name": "X-Region", "choices": ["eu", "us"], "default": "eu"},
                  {"name": "X-Trace"},
                  {"name": "X-Client", "value": "gatehouse"}],
                "variables": {"tenant": {"isRequired": true}, "port": {"default": "9999"}}},
               {"type": "sse", "url": "http://127.0.0.1:9999/sse"}],
             "packages": [
               {"registryType": "npm", "identifier": "@crm/mcp", "version": "1.0.0",
                "transport": {"type": "stdio"},
                "environmentVariables": [{"name": "CRM_KEY", "isRequired": true, "isSecret": true}]},
               {"registryType": "npm", "identifier": "@crm/web",
                "transport": {"type": "streamable-http", "url": "http://127.0.0.1:8080/mcp"}}]}
            """);
    document.put("name", name);
    Servers.publicly(document);
  }

  @Test
  void eachWayToReachAServerSaysWhatItNeeds() {
    organisation
        .request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .body("name", equalTo(name))
        .body("options", hasSize(4))
        .body("options[0].kind", equalTo("remote"))
        .body("options[0].transport", equalTo("streamable_http"))
        .body("options[0].unavailable", nullValue())
        .body(
            "options[0].inputs.pointer",
            equalTo(
                List.of(
                    "/variables/port",
                    "/variables/tenant",
                    "/variables/token",
                    "/headers/X-Region",
                    "/headers/X-Trace")))
        .body("options[0].inputs.required", equalTo(List.of(false, true, true, false, false)))
        .body("options[0].inputs[2].secret", equalTo(true))
        .body("options[0].inputs[2].description", equalTo("From your profile"))
        .body("options[0].inputs[3].choices", equalTo(List.of("eu", "us")))
        .body("options[1].transport", equalTo("sse"))
        .body("options[2].kind", equalTo("package"))
        .body("options[2].index", equalTo(0))
        .body("options[2].inputs.pointer", equalTo(List.of("/environment/CRM_KEY")))
        .body("options[2].unavailable", containsString("npx"))
        .body("options[3].unavailable", containsString("run by yourself"));
  }

  @Test
  void whatIsMissingIsNamedByItsPlaceAndNothingIsMade() {
    create("{}")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.pointer", equalTo(List.of("/variables/tenant", "/variables/token")));

    organisation.request().get("/api/mcps").then().body("$", hasSize(0));
  }

  @Test
  void aConnectorHasTransportUrlAndHeaders() {
    ValidatableResponse created =
        create(
                """
                {"variables": {"tenant": "acme", "token": "s3cret-of-acme"},
                 "headers": {"X-Region": "us"}}
                """)
            .statusCode(201)
            .body("name", equalTo("Customer files"))
            .body("transport", equalTo("streamable_http"))
            .body("url", equalTo("http://127.0.0.1:9999/acme/mcp"))
            .body("hasCredentials", equalTo(true));
    assertThat(created.extract().asString()).doesNotContain("s3cret-of-acme");

    organisation
        .request()
        .get("/api/mcps/" + created.extract().<String>path("id"))
        .then()
        .statusCode(200)
        .body("name", equalTo("Customer files"));
    assertThat(created.extract().header("Location"))
        .endsWith("/api/mcps/" + created.extract().<String>path("id"));
  }

  @Test
  void aRemoteThatAsksForNothingNeedsNothing() {
    create("{\"name\": \"Mine\", \"remote\": 1}")
        .statusCode(201)
        .body("name", equalTo("Mine"))
        .body("transport", equalTo("sse"))
        .body("hasCredentials", equalTo(false));
  }

  @Test
  void whatIsNoneOfTheChoicesIsRefused() {
    create(
            """
            {"variables": {"tenant": "a", "token": "b"}, "headers": {"X-Region": "mars"}}
            """)
        .statusCode(400)
        .body("errors.pointer", equalTo(List.of("/headers/X-Region")));
  }

  @Test
  void whatNobodyAsksForIsRefused() {
    create(
            """
            {"variables": {"tenant": "a", "token": "b", "colour": "c"},
             "headers": {"Cookie": "d", "Authorization": "e"}}
            """)
        .statusCode(400)
        .body("errors.pointer", hasItem("/variables/colour"))
        .body("errors.pointer", hasItem("/headers/Cookie"))
        .body("errors.pointer", hasItem("/headers/Authorization"));
  }

  @Test
  void aValueWithALineBreakIsRefusedAndNotShown() {
    String body =
        create(
                """
                {"variables": {"tenant": "a", "token": "very-secret\\r\\nX-Other: 1"}}
                """)
            .statusCode(400)
            .body("errors.pointer", equalTo(List.of("/variables/token")))
            .extract()
            .asString();

    assertThat(body).doesNotContain("very-secret");
  }

  @Test
  void aPackageWhoseProgramIsNotAllowedIsRefused() {
    create("{\"package\": 0, \"environment\": {\"CRM_KEY\": \"k\"}}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/package"))
        .body("errors[0].detail", containsString("npx"));
  }

  @Test
  void aWayThatTheServerDoesNotHaveIsRefused() {
    create("{\"remote\": 7}").statusCode(400).body("errors[0].pointer", equalTo("/remote"));
    create("{\"package\": -1}").statusCode(400).body("errors[0].pointer", equalTo("/package"));
    create("{\"remote\": 0, \"package\": 0}").statusCode(400);
    create("{\"colour\": \"red\"}").statusCode(400);
  }

  @Test
  void anAddressThatMustNotBeReachedIsRefused() {
    String other = Servers.namespace() + "/inside";
    ObjectNode document = Servers.document(other, "1.0.0");
    document
        .putArray("remotes")
        .addObject()
        .put("type", "sse")
        .put("url", "http://169.254.169.254/latest");
    Servers.publicly(document);

    organisation
        .request()
        .urlEncodingEnabled(false)
        .body("{}")
        .post("/api/mcp-registry/servers/" + Servers.inPath(other) + "/versions/1.0.0/connector")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/url"));
  }

  @Test
  void anotherOrganisationsServerIsNotThere() {
    ObjectNode own = Servers.document(Servers.namespace() + "/own", "1.0.0");
    organisation.request().body(own.toString()).post("/v0.1/publish").then().statusCode(200);
    String theirs =
        "/api/mcp-registry/servers/"
            + Servers.inPath(own.path("name").asText())
            + "/versions/1.0.0/connector";

    Organisation.create().request().urlEncodingEnabled(false).get(theirs).then().statusCode(404);
    Organisation.create()
        .request()
        .urlEncodingEnabled(false)
        .body("{}")
        .post(theirs)
        .then()
        .statusCode(404);
    organisation.request().urlEncodingEnabled(false).get(theirs).then().statusCode(200);
  }

  @Test
  void aViewerMakesNoConnector() {
    organisation
        .request(Role.VIEWER, Scope.values())
        .urlEncodingEnabled(false)
        .body("{}")
        .post(path)
        .then()
        .statusCode(403)
        .body("status", not(equalTo(201)));
  }

  private ValidatableResponse create(String body) {
    return organisation.request().urlEncodingEnabled(false).body(body).post(path).then();
  }
}
