package dev.gatehouse.registry.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An organisation's own servers. */
@RegistryTest
class PublicationTest {
  private static final String META = "_meta.'io.modelcontextprotocol.registry/official'.";

  private final String name = Servers.namespace() + "/intranet";
  private final String path = "/v0.1/servers/" + Servers.inPath(name);
  @Inject AgroalDataSource dataSource;
  private Organisation owner;
  private Organisation stranger;

  @BeforeEach
  void twoOrganisations() {
    owner = Organisation.create();
    stranger = Organisation.create();
  }

  @Test
  void whatIsPublishedIsSeenByItsOrganisation() {
    publish("1.0.0")
        .statusCode(200)
        .body("server.name", equalTo(name))
        .body(META + "status", equalTo("active"))
        .body(META + "isLatest", equalTo(true))
        .body("_meta.'dev.gatehouse.registry/catalogue'.visibility", equalTo("private"));

    raw(owner.request()).get(path + "/versions/latest").then().statusCode(200);
    raw(owner.request())
        .get("/v0.1/servers?search=" + name)
        .then()
        .body("servers.server.name", equalTo(List.of(name)));
  }

  @Test
  void nobodyElseSeesIt() {
    publish("1.0.0").statusCode(200);

    for (RequestSpecification other :
        List.of(given(), stranger.request(), owner.boundTo("some-gateway"))) {
      raw(other).get(path + "/versions").then().statusCode(404);
    }
    for (RequestSpecification other : List.of(given(), stranger.request())) {
      raw(other).get(path + "/versions/latest").then().statusCode(404);
      raw(other).get(path + "/versions/1.0.0").then().statusCode(404);
      raw(other).get("/v0.1/servers?search=" + name).then().body("servers", hasSize(0));
    }
    raw(stranger.request())
        .get("/api/mcp-registry/search?q=" + name)
        .then()
        .body("servers.server.name", org.hamcrest.Matchers.not(hasItem(name)));
  }

  @Test
  void aStrangerChangesNothing() {
    publish("1.0.0").statusCode(200);
    String change = "{\"status\": \"deleted\"}";

    raw(stranger.request().body(change)).patch(path + "/status").then().statusCode(404);
    raw(stranger.request().body(change))
        .patch(path + "/versions/1.0.0/status")
        .then()
        .statusCode(404);
  }

  @Test
  void aViewerPublishesNothing() {
    raw(owner.request(Role.VIEWER, Scope.values()).body(document("1.0.0").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(403)
        .body("error", notNullValue());
  }

  @Test
  void aVersionIsPublishedOnce() {
    publish("1.0.0").statusCode(200);

    publish("1.0.0").statusCode(409).contentType("application/json").body("error", notNullValue());
  }

  @Test
  void aVersionStaysPublishedHoweverManyCameLater() throws SQLException {
    publish("1.0.0").statusCode(200);
    publishLater(1_100);

    raw(owner.request().body(document("1.0.0").put("description", "Another").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(409);

    raw(owner.request())
        .get(path + "/versions/1.0.0")
        .then()
        .body("server.description", equalTo("A server of a test"));
  }

  private void publishLater(int versions) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT set_config('gatehouse.organisation', '*', false)");
      statement.executeUpdate(
          """
          INSERT INTO private_server (organisation, name, version, document, haystack, status,
            status_changed_at, published_at, updated_at, marked_latest, is_latest, source)
          SELECT organisation, name, '0.0.' || i, document, haystack, status, status_changed_at,
            published_at + interval '1 day', updated_at, marked_latest, false, source
          FROM private_server, generate_series(1, %d) AS i WHERE name = '%s'
          """
              .formatted(versions, name));
    }
  }

  @Test
  void theNameOfAPublicServerIsTaken() {
    Servers.publicly(document("0.1.0"));

    publish("1.0.0").statusCode(409);
  }

  @Test
  void aNamespaceOfPublicServersTakesAnAdministrator() {
    Servers.publicly(Servers.document(name + "-public", "1.0.0"));
    Scope[] write = {Scope.READ, Scope.WRITE};

    raw(owner.request(Role.EDITOR, write).body(document("1.0.0").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(403)
        .body("error", containsString("administrator"));
    publish("1.0.0").statusCode(200);
    raw(owner.request(Role.EDITOR, write).body(document("1.1.0").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(200);
  }

  @Test
  void aNamespaceOfPublicServersIsTheSameInAnyCase() {
    Servers.publicly(Servers.document(name + "-public", "1.0.0"));
    String shouted = "COM" + name.substring(3);

    raw(owner
            .request(Role.EDITOR, Scope.READ, Scope.WRITE)
            .body(Servers.document(shouted, "1.0.0").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(403);
  }

  @Test
  void aNamespaceThatAnotherOrganisationUsesTellsNothingOfIt() {
    publish("1.0.0").statusCode(200);

    raw(stranger.request().body(document("1.0.0").toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(200);

    raw(owner.request()).get(path + "/versions").then().body("servers", hasSize(1));
  }

  @Test
  void onesOwnServerIsMeantWhereAPublicOneTakesItsNameLater() {
    publish("1.0.0").statusCode(200);
    Servers.publicly(document("99.0.0"));

    raw(owner.request())
        .get(path + "/versions/latest")
        .then()
        .body("server.version", equalTo("1.0.0"));
    raw(owner.request()).get(path + "/versions").then().body("servers", hasSize(1));
    raw(given()).get(path + "/versions/latest").then().body("server.version", equalTo("99.0.0"));
  }

  @Test
  void whatIsWrongInADocumentIsNamedByItsPlace() {
    ObjectNode wrong = document("1.0.0");
    wrong.remove("description");
    wrong.putArray("packages").addObject().put("registryType", "npm");

    raw(owner.request().body(wrong.toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(400)
        .body("error", notNullValue())
        .body("errors.pointer", hasItem("/description"))
        .body("errors.pointer", hasItem("/packages/0/identifier"))
        .body("errors.pointer", hasItem("/packages/0/transport"));
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (String body : List.of("", "[]", "null", "{\"name\":", "\"text\"")) {
      raw(owner.request().body(body))
          .post("/v0.1/publish")
          .then()
          .statusCode(400)
          .body("error", notNullValue());
    }
  }

  @Test
  void theLatestVersionFollowsTheOrderAndNotTheTime() {
    publish("2.0.0").statusCode(200);
    publish("1.0.0").statusCode(200).body(META + "isLatest", equalTo(false));

    raw(owner.request())
        .get(path + "/versions/latest")
        .then()
        .body("server.version", equalTo("2.0.0"));
  }

  @Test
  void aDeprecatedVersionSaysWhy() {
    publish("1.0.0").statusCode(200);

    change("/versions/1.0.0/status", "{\"status\": \"deprecated\", \"statusMessage\": \"Use 2\"}")
        .statusCode(200)
        .body(META + "status", equalTo("deprecated"))
        .body(META + "statusMessage", equalTo("Use 2"));
    raw(owner.request()).get(path + "/versions/1.0.0").then().statusCode(200);
  }

  @Test
  void aDeletedVersionIsHiddenUnlessAskedFor() {
    publish("1.0.0").statusCode(200);
    publish("2.0.0").statusCode(200);

    change("/versions/2.0.0/status", "{\"status\": \"deleted\"}").statusCode(200);

    raw(owner.request()).get(path + "/versions/2.0.0").then().statusCode(404);
    raw(owner.request())
        .get(path + "/versions/latest")
        .then()
        .body("server.version", equalTo("1.0.0"));
    raw(owner.request())
        .get(path + "/versions/2.0.0?include_deleted=true")
        .then()
        .statusCode(200)
        .body(META + "status", equalTo("deleted"));
    raw(owner.request())
        .get("/v0.1/servers?updated_since=2020-01-01T00:00:00Z&search=" + name)
        .then()
        .body("servers", hasSize(2));
  }

  @Test
  void aDeletedVersionComesBack() {
    publish("1.0.0").statusCode(200);
    change("/versions/1.0.0/status", "{\"status\": \"deleted\", \"statusMessage\": \"x\"}")
        .statusCode(200);

    change("/versions/1.0.0/status", "{\"status\": \"active\"}")
        .statusCode(200)
        .body(META + "statusMessage", nullValue());
  }

  @Test
  void allVersionsChangeAtOnce() {
    publish("1.0.0").statusCode(200);
    publish("2.0.0").statusCode(200);

    change("/status", "{\"status\": \"deprecated\"}")
        .statusCode(200)
        .body("updatedCount", equalTo(2))
        .body("servers." + META + "status", equalTo(List.of("deprecated", "deprecated")));
  }

  @Test
  void aChangeThatChangesNothingIsRefused() {
    publish("1.0.0").statusCode(200);

    change("/versions/1.0.0/status", "{\"status\": \"active\"}")
        .statusCode(400)
        .body("error", notNullValue());
    change("/status", "{\"status\": \"active\"}").statusCode(400);
  }

  @Test
  void aStatusThatDoesNotExistIsRefused() {
    publish("1.0.0").statusCode(200);

    change("/status", "{\"status\": \"gone\"}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/status"));
    change("/status", "{\"status\": \"active\", \"statusMessage\": \"x\"}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/statusMessage"));
    change(
            "/status",
            "{\"status\": \"deleted\", \"statusMessage\": \"%s\"}".formatted("x".repeat(501)))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/statusMessage"));
    change("/status", "{\"status\": \"deleted\", \"colour\": \"red\"}").statusCode(400);
  }

  @Test
  void theStatusOfAPublicServerIsNotForAnOrganisationToChange() {
    Servers.publicly(document("1.0.0"));

    change("/status", "{\"status\": \"deleted\"}").statusCode(404);
  }

  @Test
  void versionsAreNeitherReplacedNorDeleted() {
    publish("1.0.0").statusCode(200);

    raw(owner.request().body(document("1.0.0").toString()))
        .put(path + "/versions/1.0.0")
        .then()
        .statusCode(501)
        .body("error", notNullValue());
    raw(owner.request()).delete(path + "/versions/1.0.0").then().statusCode(501);
  }

  @Test
  void ofTwoWhoPublishTheSameVersionAtOnceOneSucceeds() throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Callable<Integer> publishing = () -> publish("1.0.0").extract().statusCode();
      List<Future<Integer>> answers = both.invokeAll(List.of(publishing, publishing));

      assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
          .containsExactlyInAnyOrder(200, 409);
    }
  }

  private ObjectNode document(String version) {
    return Servers.document(name, version);
  }

  private ValidatableResponse publish(String version) {
    return raw(owner.request().body(document(version).toString())).post("/v0.1/publish").then();
  }

  private ValidatableResponse change(String where, String change) {
    return raw(owner.request().body(change)).patch(path + where).then();
  }

  private static RequestSpecification raw(RequestSpecification request) {
    return request.urlEncodingEnabled(false);
  }
}
