package dev.gatehouse.registry.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.server.Offer;
import dev.gatehouse.registry.server.ServerDocument;
import dev.gatehouse.registry.server.ServerStatus;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers from files: the one that is shipped, and an operator's. */
@RegistryTest
class StartCatalogueTest {
  @Inject CatalogueRefresh refresh;
  @Inject Tenancy tenancy;
  @Inject AgroalDataSource dataSource;
  @TempDir Path folder;

  @BeforeEach
  void theStartCatalogue() {
    StartCatalogue.bring();
  }

  @Test
  void everyDocumentComesOutOfTheApiAsItWentIn() throws IOException {
    Map<String, JsonNode> listed = new HashMap<>();
    String cursor = "";
    do {
      ObjectNode page =
          Servers.read(
              given().get("/v0.1/servers?version=latest&limit=100&cursor=" + cursor).asString());
      page.path("servers")
          .forEach(one -> listed.put(one.at("/server/name").asText(), one.path("server")));
      cursor = page.at("/metadata/nextCursor").asText();
    } while (!cursor.isEmpty());

    List<JsonNode> shipped = StartCatalogue.documents();
    assertThat(shipped).hasSize(4907);
    assertThat(shipped)
        .allSatisfy(
            document -> assertThat(listed.get(document.path("name").asText())).isEqualTo(document));
  }

  @Test
  void aSecondImportChangesNothing() throws SQLException {
    String before = fingerprint();

    sql("UPDATE catalogue_source SET fingerprint = NULL WHERE name = 'start'");
    tenancy.asPlatform(() -> refresh.refreshAgain(new Source.Start()));

    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void aFileIsReadAgainOnceItHasChanged() throws IOException {
    String namespace = Servers.namespace();
    Path file = folder.resolve("servers.jsonl");
    Source source = new Source.LinesFile("file:" + namespace, file);
    Files.writeString(file, Servers.document(namespace + "/a", "1.0.0") + "\nnot json\n\n");
    tenancy.asPlatform(() -> refresh.refresh(source));
    latest(namespace, "a", 200);
    latest(namespace, "b", 404);

    Files.writeString(
        file,
        Servers.document(namespace + "/a", "1.0.0")
            + "\n"
            + FakeRegistry.entry(
                Servers.document(namespace + "/b", "1.0.0"),
                "active",
                "2025-01-01T00:00:00Z",
                true));
    tenancy.asPlatform(() -> refresh.refresh(source));

    latest(namespace, "b", 200);
  }

  @Test
  void whatAFileHasBroughtIsFoundOnceItIsRead() throws IOException {
    String namespace = Servers.namespace();
    Path file = folder.resolve("found.jsonl");
    Files.writeString(file, Servers.document(namespace + "/a", "1.0.0").toString());

    tenancy.asPlatform(() -> refresh.refresh(new Source.LinesFile("file:" + namespace, file)));

    Organisation.create()
        .request()
        .get("/api/mcp-registry/search?q=namespace:" + namespace)
        .then()
        .body("servers.server.name", equalTo(List.of(namespace + "/a")));
  }

  @Test
  void theCountsOfAFileStayWhenItIsLookedAtAgain() throws IOException {
    String namespace = Servers.namespace();
    Path file = folder.resolve("counted.jsonl");
    Source source = new Source.LinesFile("file:" + namespace, file);
    Files.writeString(file, Servers.document(namespace + "/a", "1.0.0") + "\nnot json\n");
    tenancy.asPlatform(() -> refresh.refresh(source));

    tenancy.asPlatform(() -> refresh.refreshAgain(source));

    Organisation.create()
        .request()
        .get("/api/mcp-registry/sources")
        .then()
        .body("find { it.name == '%s' }.taken".formatted(source.name()), equalTo(1))
        .body("find { it.name == '%s' }.refused".formatted(source.name()), equalTo(1))
        .body("find { it.name == '%s' }.refusals.size()".formatted(source.name()), equalTo(1));
  }

  @Test
  void aServerOfTheStartCatalogueGivesWayToTheOneOfARegistry() throws IOException {
    String namespace = Servers.namespace();
    ObjectNode standIn = Servers.document(namespace + "/a", "1.0.0");
    Servers.put(
        new Offer(
            new ServerDocument(standIn),
            ServerStatus.ACTIVE,
            null,
            Instant.now(),
            Instant.now(),
            false,
            Intake.START));
    Path file = folder.resolve("better.jsonl");
    Files.writeString(file, Servers.document(namespace + "/a", "0.3.1").toString());

    tenancy.asPlatform(() -> refresh.refresh(new Source.LinesFile("file:" + namespace, file)));

    given()
        .urlEncodingEnabled(false)
        .get("/v0.1/servers/" + namespace + "%2Fa/versions")
        .then()
        .body("servers.server.version", equalTo(List.of("0.3.1")));
  }

  private static void latest(String namespace, String name, int status) {
    given()
        .urlEncodingEnabled(false)
        .get("/v0.1/servers/" + namespace + "%2F" + name + "/versions/latest")
        .then()
        .statusCode(status);
  }

  private String fingerprint() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    """
                    SELECT count(*) || ' ' || max(updated_at) || ' ' || max(id)
                    FROM public_server WHERE source = 'start'
                    """)) {
      row.next();
      return row.getString(1);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.createStatement().executeUpdate(statement);
    }
  }
}
