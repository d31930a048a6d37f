package dev.gatehouse.registry.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.source.StartCatalogue;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search over the catalogue that is shipped. */
@RegistryTest
class SearchTest {
  private static final String SEARCH = "servers._meta.'dev.gatehouse.registry/search'";
  private Organisation organisation;

  @BeforeEach
  void theStartCatalogue() {
    StartCatalogue.bring();
    Index.refresh();
    organisation = Organisation.create();
  }

  @Test
  void anExactNameComesFirst() {
    search("io.github.modelcontextprotocol/server-slack")
        .statusCode(200)
        .body("servers[0].server.name", equalTo("io.github.modelcontextprotocol/server-slack"));
  }

  @Test
  void aNameComesBeforeATitleAndATitleBeforeAnyText() {
    String word = "zorb" + Servers.namespace().substring(5);
    String namespace = Servers.namespace();
    Servers.publicly(
        Servers.document(namespace + "/text", "1.0.0").put("description", "About " + word),
        Servers.document(namespace + "/titled", "1.0.0")
            .put("title", "The other " + word + " thing"),
        Servers.document(namespace + "/" + word, "1.0.0"),
        Servers.document(namespace + "/" + word + "-more", "1.0.0"));
    Index.refresh();

    search(word)
        .body(
            "servers.server.name",
            equalTo(
                List.of(
                    namespace + "/" + word,
                    namespace + "/" + word + "-more",
                    namespace + "/titled",
                    namespace + "/text")));
  }

  @Test
  void aToolLeadsToItsServer() {
    String tool = "frobnicate" + Servers.namespace().substring(5);
    ObjectNode document = Servers.document(Servers.namespace() + "/a", "1.0.0");
    document
        .putObject("_meta")
        .putObject("io.modelcontextprotocol.registry/publisher-provided")
        .putObject("tools")
        .putObject(tool + "_all")
        .put("name", tool + "_all");
    Servers.publicly(document);
    Index.refresh();

    search(tool)
        .body("servers[0].server.name", equalTo(document.path("name").asText()))
        .body(SEARCH + "[0].tools", equalTo(List.of(tool + "_all")));
  }

  @Test
  void aServerWithoutACategoryIsNotFoundByTheWordNull() {
    String namespace = Servers.namespace();
    Servers.publicly(Servers.document(namespace + "/plain", "1.0.0"));
    Index.refresh();

    search("null namespace:" + namespace).body("servers", empty());
  }

  @Test
  void theLatestVersionIsFoundAndNoOther() {
    String namespace = Servers.namespace();
    String old = "olden" + namespace.substring(5);
    Servers.publicly(
        Servers.document(namespace + "/a", "1.0.0").put("description", old),
        Servers.document(namespace + "/a", "2.0.0").put("description", "new"));
    Index.refresh();

    search(old).body("servers.server.name", not(hasItem(namespace + "/a")));
  }

  @Test
  void aMisspeltWordIsCorrectedAndThatIsSaid() {
    search("gihtub")
        .body("metadata.corrected.gihtub", equalTo("github"))
        .body("servers.server.name", hasItem("io.github.github/github-mcp-server"));
  }

  @Test
  void aWordThatIsKnownIsNotCorrected() {
    search("github").body("metadata.corrected", equalTo(Map.of()));
  }

  @Test
  void whatIsExcludedIsNotFound() {
    List<String> names = search("browser -playwright").extract().path("servers.server.name");

    assertThat(names).isNotEmpty().noneMatch(name -> name.contains("playwright"));
  }

  @Test
  void alternativesFindMoreThanEither() {
    int either = search("qdrant OR ghidra").extract().path("metadata.total");

    assertThat(either).isGreaterThan(search("ghidra").extract().<Integer>path("metadata.total"));
  }

  @Test
  void fieldsAndParametersNarrowTheSame() {
    ValidatableResponse byField = search("sql category:databases packageType:pypi");
    ValidatableResponse byParameter =
        organisation
            .request()
            .get("/api/mcp-registry/search?q=sql&category=databases&packageType=pypi")
            .then();

    assertThat(byField.extract().<List<String>>path("servers.server.name"))
        .isNotEmpty()
        .isEqualTo(byParameter.extract().<List<String>>path("servers.server.name"));
    byField.body(
        "servers.server._meta.'io.modelcontextprotocol.registry/publisher-provided'.category",
        everyItem(is("databases")));
  }

  @Test
  void aNamespaceIsListedWithoutAnyWord() {
    organisation
        .request()
        .get("/api/mcp-registry/search?q=namespace:io.github.modelcontextprotocol&limit=100")
        .then()
        .body("servers.server.name", hasItem("io.github.modelcontextprotocol/server-slack"))
        .body("metadata.totalIsExact", equalTo(true));
  }

  @Test
  void facetsCountWhatWasFound() {
    organisation
        .request()
        .get("/api/mcp-registry/search?q=postgres&facets=true")
        .then()
        .body("facets.category.value", hasItem("databases"))
        .body("facets.transport.value", hasItem("stdio"))
        .body("facets.packageType.value", hasItems("npm", "pypi"))
        .body("facets.status[0].value", equalTo("active"))
        .body("facets", hasKey("namespace"));
    search("postgres").body("$", not(hasKey("facets")));
  }

  @Test
  void highlightsArePlacesOfTheWords() {
    JsonNode hit = Servers.read(search("weather").extract().asString()).at("/servers/0");
    JsonNode places = hit.at("/_meta/dev.gatehouse.registry~1search/highlights");

    assertThat(places).isNotEmpty();
    assertThat(places)
        .allSatisfy(place ->
            assertThat(
                    hit.path("server")
                        .at(place.path("pointer").asText())
                        .asText()
                        .substring(place.path("from").asInt(), place.path("to").asInt()))
                .containsIgnoringCase("weather"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weather", "server", "category:databases", "gihtub", "zzz read my gmail letters"})
  void pagesHaveEachResultOnce(String query) {
    List<String> paged = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      ObjectNode page =
          Servers.read(
              organisation
                  .request()
                  .queryParam("q", query)
                  .queryParam("limit", 7)
                  .queryParam("cursor", cursor)
                  .get("/api/mcp-registry/search")
                  .asString());
      page.path("servers").forEach(one -> paged.add(one.at("/server/name").asText()));
      cursor = page.at("/metadata/nextCursor").asText();
    } while (!cursor.isEmpty() && ++pages < 6);

    List<String> atOnce =
        organisation
            .request()
            .queryParam("q", query)
            .queryParam("limit", 42)
            .get("/api/mcp-registry/search")
            .path("servers.server.name");
    assertThat(paged).doesNotHaveDuplicates();
    assertThat(paged.subList(0, Math.min(42, paged.size()))).isEqualTo(atOnce);
  }

  @Test
  void anOrganisationFindsItsOwnServersAndNobodyElseDoes() {
    String word = "intra" + Servers.namespace().substring(5);
    ObjectNode own = Servers.document(Servers.namespace() + "/" + word, "1.0.0");
    organisation.request().body(own.toString()).post("/v0.1/publish").then().statusCode(200);

    search(word)
        .body("servers.server.name", equalTo(List.of(own.path("name").asText())))
        .body("servers[0]._meta.'dev.gatehouse.registry/catalogue'.visibility", equalTo("private"));
    Organisation.create()
        .request()
        .queryParam("q", word)
        .get("/api/mcp-registry/search")
        .then()
        .body("servers.server.name", not(hasItem(own.path("name").asText())));
  }

  @Test
  void aDeletedServerIsFoundByItsStatusOnly() {
    String word = "gone" + Servers.namespace().substring(5);
    ObjectNode own = Servers.document(Servers.namespace() + "/" + word, "1.0.0");
    organisation.request().body(own.toString()).post("/v0.1/publish").then().statusCode(200);
    organisation
        .request()
        .urlEncodingEnabled(false)
        .body("{\"status\": \"deleted\"}")
        .patch("/v0.1/servers/" + Servers.inPath(own.path("name").asText()) + "/status")
        .then()
        .statusCode(200);

    search(word).body("servers.server.name", not(hasItem(own.path("name").asText())));
    search(word + " status:deleted").body("servers", hasSize(1));
  }

  static List<String> hostile() {
    return List.of(
        "'",
        "''",
        "\"",
        "\"\"",
        "a & b | !c",
        "a <-> b",
        "a:*",
        "a:ABCD",
        "(((((",
        "')); DROP TABLE public_server; --",
        "\\",
        "\\'",
        "-",
        "--",
        "- -a",
        "OR",
        "OR OR",
        "a OR",
        "a OR OR b",
        "-\"",
        "category:",
        "category:\"",
        "status:'",
        "namespace:%00",
        "%",
        "_",
        "\u0000",
        "a\u0000b",
        "😀",
        "👩‍👩‍👧‍👦 family",
        "\ud800",
        "\u202e",
        "é",
        "e\u0301",
        "ﬁle",
        "the",
        "the of and",
        "i",
        "1",
        "..",
        "/",
        "a/b/c",
        "../../etc/passwd",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "x".repeat(500),
        "a ".repeat(250),
        "\"a\" ".repeat(100),
        "-a ".repeat(166),
        "a OR ".repeat(100),
        "wort ".repeat(100));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anyTextIsAQuery(String query) {
    search(query).statusCode(200).body("servers.size()", anyOf(is(0), not(is(0))));
  }

  @Test
  void aQueryThatIsTooLongIsRefused() {
    search("x".repeat(501)).statusCode(400).body("errors[0].pointer", equalTo("/q"));
    search("x".repeat(10_000)).statusCode(414); // it is not read at all
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cursor=nonsense",
        "cursor=%00",
        "cursor=YWJj",
        "limit=0",
        "limit=101",
        "limit=x",
        "facets=yes"
      })
  void whatCannotBeReadIsRefusedByTheNameOfTheParameter(String parameter) {
    organisation
        .request()
        .urlEncodingEnabled(false)
        .get("/api/mcp-registry/search?q=a&" + parameter)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].pointer", equalTo("/" + parameter.substring(0, parameter.indexOf('='))));
  }

  @Test
  void aCursorIsGoodForItsSearchOnly() {
    String cursor =
        organisation
            .request()
            .get("/api/mcp-registry/search?q=weather&limit=1")
            .path("metadata.nextCursor");

    organisation
        .request()
        .get("/api/mcp-registry/search?q=database&limit=1&cursor=" + cursor)
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/cursor"));
  }

  @Test
  void searchNeedsSignIn() {
    given().get("/api/mcp-registry/search?q=a").then().statusCode(401);
    organisation.boundTo("a-gateway").get("/api/mcp-registry/search?q=a").then().statusCode(403);
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    search("qqxqzzvwkjh").body("servers", empty()).body("metadata.total", equalTo(0));
  }

  private ValidatableResponse search(String query) {
    return organisation.request().queryParam("q", query).get("/api/mcp-registry/search").then();
  }
}
