package dev.gatehouse.registry.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class CredentialsTest {
  private static final String SECRET = "hunter2-do-not-show";

  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @AfterEach
  void unseal() {
    TestVault.unseal();
  }

  @Test
  void areKeptInVaultAndNeverGivenBack() {
    String id =
        create(SECRET)
            .statusCode(201)
            .body("hasCredentials", equalTo(true))
            .body(not(containsString(SECRET)))
            .extract()
            .path("id");
    CredentialReference reference = reference(id, 1);
    TestVault.read(reference.path())
        .statusCode(200)
        .body("data.data.headers.Authorization", equalTo("Bearer " + SECRET))
        .body("data.metadata.version", equalTo(reference.version()));
    organisation.request().get("/api/mcps/" + id).then().body(not(containsString(SECRET)));
    organisation.request().get("/api/mcps").then().body(not(containsString(SECRET)));
  }

  @Test
  void theirPathIsMadeOfIdsOnly() {
    String id = create(SECRET).extract().path("id");
    assertThat(reference(id, 1).path())
        .matches("orgs/%s/connectors/%s/[0-9a-f-]{36}".formatted(organisation.id(), id));
  }

  @Test
  void areInNoEvent() {
    String id = create(SECRET).extract().path("id");
    patch(id, "{\"credentials\": {\"headers\": {\"Authorization\": \"Bearer %s\"}}}", SECRET + "2");
    var records = Published.until(Topics.AUDIT, organisation.id(), entries -> entries.size() == 2);
    var catalog = Published.until(Topics.CATALOG, organisation.id(), e -> e.size() == 2);
    assertThat(records).noneMatch(entry -> entry.text().contains(SECRET));
    assertThat(catalog).noneMatch(entry -> entry.text().contains(SECRET));
  }

  @Test
  void areInNoLogLine() throws IOException {
    String id = create(SECRET).extract().path("id");
    TestVault.seal();
    create(SECRET).statusCode(503);
    TestVault.unseal();
    organisation.request().delete("/api/mcps/" + id).then().statusCode(204);
    assertThat(Files.readString(Path.of("target/service.log")))
        .contains("Vault could not be used")
        .doesNotContain(SECRET);
  }

  @Test
  void aFailedWriteStoresNothing() {
    TestVault.seal();
    create(SECRET)
        .statusCode(503)
        .contentType("application/problem+json")
        .body(not(containsString(SECRET)));
    organisation.request().get("/api/mcps").then().statusCode(200).body("$", hasSize(0));
    assertThat(Published.read(Topics.CATALOG, organisation.id())).isEmpty();
  }

  @Test
  void aFailedReplacementKeepsTheOldOnes() {
    String id = create(SECRET).extract().path("id");
    TestVault.seal();
    patch(id, "{\"name\": \"b\", \"credentials\": {\"headers\": {\"X-Key\": \"%s\"}}}", "new")
        .statusCode(503);
    TestVault.unseal();
    organisation.request().get("/api/mcps/" + id).then().body("name", equalTo("Upstream"));
    TestVault.read(reference(id, 1).path()).statusCode(200);
  }

  @Test
  void aConnectorWithoutThemNeedsNoVault() {
    TestVault.seal();
    organisation.connector("Open");
  }

  @Test
  void replacedOnesAreDestroyed() {
    String id = create(SECRET).extract().path("id");
    CredentialReference old = reference(id, 1);
    patch(id, "{\"credentials\": {\"headers\": {\"X-Key\": \"%s\"}}}", "new").statusCode(200);
    CredentialReference current = reference(id, 2);
    awaitGone(old);
    TestVault.read(current.path()).statusCode(200).body("data.data.headers.X-Key", equalTo("new"));
  }

  @Test
  void removedOnesAreDestroyed() {
    String id = create(SECRET).extract().path("id");
    CredentialReference old = reference(id, 1);
    patch(id, "{\"credentials\": %s}", "null")
        .statusCode(200)
        .body("hasCredentials", equalTo(false));
    assertThat(reference(id, 2)).isNull();
    awaitGone(old);
  }

  @Test
  void aPatchOfSomethingElseKeepsThem() {
    String id = create(SECRET).extract().path("id");
    patch(id, "{\"name\": \"%s\"}", "Other").statusCode(200).body("hasCredentials", equalTo(true));
    assertThat(reference(id, 2)).isEqualTo(reference(id, 1));
  }

  @Test
  void areDestroyedWithTheConnector() {
    String id = create(SECRET).extract().path("id");
    CredentialReference old = reference(id, 1);
    organisation.request().delete("/api/mcps/" + id).then().statusCode(204);
    awaitGone(old);
  }

  @Test
  void doNotFollowTheConnectorToAnotherServer() {
    String id = create(SECRET).extract().path("id");
    patch(id, "{\"url\": \"%s\"}", "http://127.0.0.1:9998/mcp")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/credentials"));
    patch(id, "{\"url\": \"%s\"}", "http://127.0.0.1:9999/other").statusCode(200);
    patch(id, "{\"credentials\": null, \"url\": \"%s\"}", "http://127.0.0.1:9998/mcp")
        .statusCode(200);
  }

  @Test
  void theRecordOfAChangeSaysThatTheyChanged() {
    String id = create(SECRET).extract().path("id");
    patch(id, "{\"credentials\": {\"headers\": {\"X-Key\": \"%s\"}}}", "new");
    var last =
        Published.until(Topics.AUDIT, organisation.id(), entries -> entries.size() == 2).getLast();
    assertThat(last.event())
        .isInstanceOfSatisfying(
            AuditRecord.class,
            record -> {
              assertThat(record.action()).isEqualTo("connector.update");
              assertThat(record.target().id()).isEqualTo(id);
              assertThat(record.actor().user()).isNotNull();
              assertThat(record.detail().get("before")).contains("\"credential\"");
              assertThat(record.detail().get("after")).contains("\"credential\"");
              assertThat(record.detail().get("after")).isNotEqualTo(record.detail().get("before"));
            });
  }

  private ValidatableResponse create(String secret) {
    return organisation
        .request()
        .body(
            """
            {"name": "Upstream", "transport": "streamable_http",
             "url": "http://127.0.0.1:9999/mcp",
             "credentials": {"headers": {"Authorization": "Bearer %s"}}}
            """
                .formatted(secret))
        .post("/api/mcps")
        .then();
  }

  private ValidatableResponse patch(String id, String body, String argument) {
    return organisation.request().body(body.formatted(argument)).patch("/api/mcps/" + id).then();
  }

  /** The reference that gateways were told of at a revision. */
  private CredentialReference reference(String connector, long revision) {
    List<Published.Entry> all =
        Published.until(
            Topics.CATALOG,
            organisation.id(),
            entries -> entries.stream().anyMatch(entry -> isRevision(entry, connector, revision)));
    return all.stream()
        .filter(entry -> isRevision(entry, connector, revision))
        .map(entry -> (ConnectorManifest) entry.event())
        .reduce((_, last) -> last)
        .orElseThrow()
        .credential();
  }

  private static boolean isRevision(Published.Entry entry, String connector, long revision) {
    return entry.event() instanceof ConnectorManifest manifest
        && manifest.id().equals(connector)
        && manifest.revision() == revision;
  }

  private static void awaitGone(CredentialReference reference) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> TestVault.read(reference.path()).statusCode(404));
  }
}
