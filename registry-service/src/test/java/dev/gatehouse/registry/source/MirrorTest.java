package dev.gatehouse.registry.source;

import static dev.gatehouse.registry.source.FakeRegistry.entry;
import static dev.gatehouse.registry.source.FakeRegistry.page;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.source.FakeRegistry.Reply;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mirrors a registry over HTTP that does not always play along. */
@RegistryTest
class MirrorTest {
  @Inject CatalogueRefresh refresh;
  @Inject Tenancy tenancy;
  @Inject AgroalDataSource dataSource;

  private final String namespace = Servers.namespace();
  private final String sourceName = "registry:" + UUID.randomUUID();
  private FakeRegistry registry;

  @BeforeEach
  void aRegistry() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void noMoreRegistry() {
    registry.close();
  }

  @Test
  void everyPageIsTakenOver() {
    registry.answering(threePages());

    run();

    assertThat(registry.cursors()).containsExactly("", "two", "three");
    assertThat(status("a")).isEqualTo(200);
    assertThat(status("c")).isEqualTo(200);
    assertThat(source().path("taken").asInt()).isEqualTo(3);
    assertThat(source().hasNonNull("completedAt")).isTrue();
    assertThat(source().has("failure")).isFalse();
  }

  @Test
  void statusAndTimeOfPublicationAreTheRegistrys() {
    registry.answering(
        _ -> page(null, entry(document("a", "1.0.0"), "deprecated", "2025-06-01T00:00:00Z", true)));

    run();

    JsonNode meta = version("a", "1.0.0").at("/_meta/io.modelcontextprotocol.registry~1official");
    assertThat(meta.path("status").asText()).isEqualTo("deprecated");
    assertThat(meta.path("publishedAt").asText()).isEqualTo("2025-01-02T03:04:05Z");
  }

  @Test
  void whatTheRegistryMarksIsTheLatest() {
    registry.answering(_ ->
        page(
            null,
            entry(document("a", "2.0.0"), "active", "2025-06-01T00:00:00Z", false),
            entry(document("a", "1.0.0"), "active", "2025-06-01T00:00:00Z", true)));

    run();

    assertThat(version("a", "latest").at("/server/version").asText()).isEqualTo("1.0.0");
  }

  @Test
  void theNextRunAsksForWhatHasChangedSince() throws SQLException {
    registry.answering(threePages());
    run();
    makeDue();
    registry.answering(
        _ -> page(null, entry(document("a", "1.0.0"), "deleted", "2025-07-01T00:00:00Z", true)));

    run();

    assertThat(registry.asked().getLast()).containsEntry("updated_since", "2025-06-03T00:00:00Z");
    assertThat(status("a")).isEqualTo(404);
    assertThat(status("b")).isEqualTo(200); // what was not seen stays
  }

  @Test
  void aRunThatFailsInTheMiddleGoesOnWhereItWas() throws SQLException {
    AtomicInteger failures = new AtomicInteger(1);
    var good = threePages();
    registry.answering(query ->
        "two".equals(query.get("cursor")) && failures.getAndDecrement() > 0
            ? new Reply(500, "{}")
            : good.apply(query));
    run();
    assertThat(status("a")).isEqualTo(200);
    assertThat(status("b")).isEqualTo(404);
    assertThat(source().path("failure").asText()).contains("500");
    makeDue();

    run();

    assertThat(registry.cursors()).containsExactly("", "two", "two", "three");
    assertThat(status("c")).isEqualTo(200);
    assertThat(source().path("failures").asInt()).isZero();
  }

  @Test
  void aRunWhoseReplicaWasKilledIsGoneOnWithByAnother() throws SQLException {
    registry.answering(threePages());
    sql(
        """
        INSERT INTO catalogue_source (name, cursor, pages, lease, leased_until, due_at)
        VALUES (?, 'three', 2, 7, now() - interval '1 second', now() - interval '1 hour')
        """);

    run();

    assertThat(registry.cursors()).containsExactly("three");
    assertThat(status("c")).isEqualTo(200);
  }

  @Test
  void whileAReplicaMirrorsNoOtherDoes() throws SQLException {
    registry.answering(threePages());
    sql(
        """
        INSERT INTO catalogue_source (name, lease, leased_until)
        VALUES (?, 7, now() + interval '1 hour')
        """);

    run();

    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aReplicaThatLostItsLeaseWritesNothingMore() throws SQLException {
    var good = threePages();
    registry.answering(query -> {
      if ("two".equals(query.get("cursor"))) {
        takeOver();
      }
      return good.apply(query);
    });

    run();

    assertThat(registry.cursors()).containsExactly("", "two");
    assertThat(status("a")).isEqualTo(200);
    assertThat(status("b")).isEqualTo(404);
  }

  @Test
  void cursorsThatLeadBackEndTheRun() throws SQLException {
    registry.answering(query -> page("two".equals(query.get("cursor")) ? "one" : "two", one("a")));

    run();

    assertThat(registry.cursors()).containsExactly("", "two", "one");
    assertThat(source().path("failure").asText()).contains("cursors");
    makeDue();
    run();
    assertThat(registry.cursors().get(3)).isEmpty(); // from the beginning
  }

  @Test
  void aMalformedEntryIsLeftOutAndTheGoodOnesAreTaken() {
    ObjectNode wrong = document("wrong", "1.0.0");
    wrong.remove("description");
    ObjectNode nonsense = Json.mapper().createObjectNode().put("server", "text");
    registry.answering(_ -> page(null, one("a"), wrapped(wrong), nonsense, one("b")));

    run();

    assertThat(status("a")).isEqualTo(200);
    assertThat(status("b")).isEqualTo(200);
    assertThat(source().path("taken").asInt()).isEqualTo(2);
    assertThat(source().path("refused").asInt()).isEqualTo(2);
    assertThat(source().at("/refusals/0/entry").asText()).isEqualTo(namespace + "/wrong");
    assertThat(source().at("/refusals/0/errors/0/pointer").asText()).isEqualTo("/description");
  }

  @Test
  void whatIsNoListOfServersIsAFailure() throws SQLException {
    for (String body : List.of("no json", "{}", "[]", "{\"servers\": 1}")) {
      registry.answering(_ -> new Reply(200, body));
      makeDue();

      run();

      assertThat(source().path("failure").asText()).as(body).isNotBlank();
    }
    assertThat(source().path("failures").asInt()).isEqualTo(4);
  }

  @Test
  void aCursorThatIsNoLongerGoodIsGivenUp() throws SQLException {
    registry.answering(
        query -> query.containsKey("cursor") ? new Reply(400, "{}") : page("two", one("a")));
    run();
    makeDue();
    registry.answering(threePages());

    run();

    assertThat(registry.cursors()).containsExactly("", "two", "", "two", "three");
  }

  @Test
  void anAddressThatEgressForbidsIsNotAsked() {
    var forbidden =
        new Source.Registry(sourceName, URI.create("http://10.0.0.1:1/"), Duration.ofHours(1));

    tenancy.asPlatform(() -> refresh.refresh(forbidden));

    assertThat(source().path("failure").asText()).isNotBlank();
  }

  private Function<Map<String, String>, Reply> threePages() {
    return query ->
        switch (query.getOrDefault("cursor", "")) {
          case "" ->
              page("two", entry(document("a", "1.0.0"), "active", "2025-06-01T00:00:00Z", true));
          case "two" ->
              page("three", entry(document("b", "1.0.0"), "active", "2025-06-03T00:00:00Z", true));
          case "three" ->
              page(null, entry(document("c", "1.0.0"), "active", "2025-06-02T00:00:00Z", true));
          default -> new Reply(400, "{}");
        };
  }

  private ObjectNode one(String name) {
    return wrapped(document(name, "1.0.0"));
  }

  private static ObjectNode wrapped(ObjectNode document) {
    return entry(document, "active", "2025-06-01T00:00:00Z", true);
  }

  private ObjectNode document(String name, String version) {
    return Servers.document(namespace + "/" + name, version);
  }

  private void run() {
    var source = new Source.Registry(sourceName, registry.url(), Duration.ofHours(1));
    tenancy.asPlatform(() -> refresh.refresh(source));
  }

  private JsonNode source() {
    String sources = Organisation.create().request().get("/api/mcp-registry/sources").asString();
    for (JsonNode one : Servers.read("{\"all\": " + sources + "}").path("all")) {
      if (one.path("name").asText().equals(sourceName)) {
        return one;
      }
    }
    throw new AssertionError("no source " + sourceName);
  }

  private int status(String name) {
    return get(name, "latest").statusCode();
  }

  private JsonNode version(String name, String version) {
    return Servers.read(get(name, version).asString());
  }

  private Response get(String name, String version) {
    return given()
        .urlEncodingEnabled(false)
        .get("/v0.1/servers/" + Servers.inPath(namespace + "/" + name) + "/versions/" + version);
  }

  private void makeDue() throws SQLException {
    sql("UPDATE catalogue_source SET due_at = now() WHERE name = ?");
  }

  private void takeOver() {
    try {
      sql("UPDATE catalogue_source SET lease = lease + 1 WHERE name = ?");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, sourceName);
      update.executeUpdate();
    }
  }
}
