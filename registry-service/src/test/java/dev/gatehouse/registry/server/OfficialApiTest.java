package dev.gatehouse.registry.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.testing.OpenApiDocument;
import dev.gatehouse.platform.testing.OpenApiDocument.Operation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of the official registry's API read, by its OpenAPI document; without sign-in. */
@RegistryTest
class OfficialApiTest {
  private static final String META = "_meta.'io.modelcontextprotocol.registry/official'.";

  private final String namespace = Servers.namespace();
  private final String name = namespace + "/weather";

  @BeforeEach
  void someServers() {
    Servers.publicly(
        described(name, "1.0.0", "Forecasts of 100% certainty"),
        described(name, "2.0.0-beta", "Forecasts"),
        described(name, "1.10.0", "Forecasts"),
        described(namespace + "/sailing", "0.1.0", "Tides and winds"),
        described(namespace + "/tides", "v1", "Moon"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v0.1", "/v0"})
  void aListHasServersWithTheirRegistryMetadata(String api) {
    get(api + "/servers?search=" + namespace)
        .statusCode(200)
        .contentType("application/json")
        .body("metadata.count", equalTo(5))
        .body("metadata.nextCursor", nullValue())
        .body("servers", hasSize(5))
        .body("servers[0].server.name", equalTo(namespace + "/sailing"))
        .body("servers[0]." + META + "status", equalTo("active"))
        .body("servers[0]." + META + "isLatest", equalTo(true))
        .body("servers[0]." + META + "publishedAt", matchesPattern("\\d{4}-.*Z"))
        .body("servers[0]." + META + "updatedAt", matchesPattern("\\d{4}-.*Z"))
        .body("servers[0]." + META + "statusChangedAt", matchesPattern("\\d{4}-.*Z"));
  }

  @Test
  void theOfficialMetadataHasNoOtherMembers() {
    ObjectNode server =
        Servers.read(
            get("/v0.1/servers/" + Servers.inPath(name) + "/versions/1.0.0").extract().asString());

    assertThat(server.at("/_meta/io.modelcontextprotocol.registry~1official").fieldNames())
        .toIterable()
        .isSubsetOf(
            "status", "statusMessage", "statusChangedAt", "publishedAt", "updatedAt", "isLatest");
  }

  @Test
  void pagesFollowEachOtherToTheEnd() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          Servers.read(
              get("/v0.1/servers?limit=2&search=" + namespace + "&cursor=" + cursor)
                  .statusCode(200)
                  .extract()
                  .asString());
      page.path("servers")
          .forEach(one ->
              seen.add(one.at("/server/name").asText() + one.at("/server/version").asText()));
      cursor = page.at("/metadata/nextCursor").asText();
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(5).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void searchLooksIntoNameAndDescriptionForTheTextAsItIs() {
    get("/v0.1/servers?limit=100&search=100%25 CERTAINTY")
        .body("servers.server.name", hasItem(name));
    get("/v0.1/servers?search=" + namespace + "%25").body("servers", hasSize(0));
  }

  @Test
  void onlyTheLatestOfEachServerIsListedIfSo() {
    get("/v0.1/servers?version=latest&search=" + namespace)
        .body("servers.server.version", equalTo(List.of("0.1.0", "v1", "2.0.0-beta")));
  }

  @Test
  void anExactVersionIsListedIfSo() {
    get("/v0.1/servers?version=1.0.0&search=" + namespace)
        .body("servers.server.name", equalTo(List.of(name)));
  }

  @Test
  void whatHasNotChangedSinceIsNotListed() {
    Instant later = Instant.now().plusSeconds(3600);

    get("/v0.1/servers?updated_since=" + later + "&search=" + namespace)
        .body("servers", hasSize(0));
    get("/v0.1/servers?updated_since=2020-01-01T00:00:00Z&search=" + namespace)
        .body("servers", hasSize(5));
  }

  @Test
  void allVersionsOfAServerAreListed() {
    get("/v0.1/servers/" + Servers.inPath(name) + "/versions")
        .statusCode(200)
        .body("metadata.count", equalTo(3))
        .body("servers.server.version", equalTo(List.of("1.10.0", "2.0.0-beta", "1.0.0")))
        .body("servers." + META + "isLatest", equalTo(List.of(false, true, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v0.1", "/v0"})
  void oneVersionIsGivenByItsNameOrAsTheLatest(String api) {
    String versions = api + "/servers/" + Servers.inPath(name) + "/versions/";

    get(versions + "1.10.0").statusCode(200).body("server.version", equalTo("1.10.0"));
    get(versions + "latest").statusCode(200).body("server.version", equalTo("2.0.0-beta"));
  }

  @Test
  void aVersionWithBuildMetadataIsFound() {
    Servers.publicly(Servers.document(namespace + "/built", "1.0.0+2013"));

    get("/v0.1/servers/" + Servers.inPath(namespace + "/built") + "/versions/1.0.0%2B2013")
        .statusCode(200)
        .body("server.version", equalTo("1.0.0+2013"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers/com.example%2Fnone/versions",
        "/v0.1/servers/com.example%2Fnone/versions/latest",
        "/v0/servers/com.example%2Fnone/versions/1.0.0",
        "/v0.1/servers/%00%2Fx/versions/1.0.0",
        "/v0.1/servers/com.example%2Fnone/versions/%00",
      })
  void whatIsNotThereIsAnErrorInTheContractsShape(String path) {
    get(path)
        .statusCode(404)
        .contentType("application/json")
        .body("error", notNullValue())
        .body("status", equalTo(404));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cursor=nonsense",
        "cursor=%00",
        "cursor=YQ",
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=many",
        "updated_since=yesterday",
        "updated_since=2025-08-07",
        "include_deleted=maybe",
        "search=a%00b",
        "version=%00",
      })
  void whatCannotBeReadIsRefusedByTheNameOfTheParameter(String query) {
    get("/v0.1/servers?" + query)
        .statusCode(400)
        .contentType("application/json")
        .body("error", notNullValue())
        .body("errors[0].pointer", equalTo("/" + query.substring(0, query.indexOf('='))));
  }

  @Test
  void anUnknownParameterChangesNothing() {
    get("/v0.1/servers?colour=red&search=" + namespace).statusCode(200).body("servers", hasSize(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "\"",
        "%25",
        "_",
        "\\",
        "';DROP TABLE public_server;--",
        "😀",
        "a & !b",
        "%F0%9F%98%80"
      })
  void anySearchTextIsOnlyText(String search) {
    get("/v0.1/servers?search=" + namespace + search).statusCode(200).body("servers", hasSize(0));
  }

  @Test
  void aCredentialThatDoesNotHoldIsRefused() {
    given()
        .header("Authorization", "Bearer ghk_wrong_key")
        .get("/v0.1/servers")
        .then()
        .statusCode(401)
        .contentType("application/json")
        .body("error", notNullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v0.1/publish", "/v0/publish"})
  void publishingNeedsSignIn(String path) {
    given()
        .contentType("application/json")
        .body(Servers.document(name, "9.0.0").toString())
        .post(path)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Bearer"))
        .body("error", notNullValue());
  }

  @Test
  void everyChangeIsDescribedAsOneThatNeedsSignIn() {
    List<Operation> all = OpenApiDocument.current().operations();
    JsonNode ours =
        all.stream()
            .filter(operation -> operation.toString().equals("POST /api/mcps"))
            .findFirst()
            .orElseThrow()
            .description()
            .path("security");

    List<Operation> changes =
        all.stream()
            .filter(operation -> operation.path().startsWith("/v0"))
            .filter(operation -> !operation.method().equals("GET"))
            .toList();

    assertThat(ours).isNotEmpty();
    assertThat(changes)
        .hasSize(10)
        .allSatisfy(change ->
            assertThat(change.description().path("security"))
                .as(change.toString())
                .isEqualTo(ours));
  }

  @Test
  void thereIsNoServerWithoutAVersion() {
    get("/v0.1/servers/" + Servers.inPath(name))
        .statusCode(404)
        .body("servers", not(hasItem(name)));
  }

  private static ObjectNode described(String name, String version, String description) {
    return Servers.document(name, version).put("description", description);
  }

  private static ValidatableResponse get(String path) {
    return RestAssured.given()
        .urlEncodingEnabled(false)
        .get(
            path.replace(" ", "%20")
                .replace("\"", "%22")
                .replace("\\", "%5C")
                .replace("😀", "%F0%9F%98%80"))
        .then();
  }
}
