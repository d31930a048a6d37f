package dev.gatehouse.registry.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RegistryTest
class UpstreamAuthenticationTest {
  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void aBearerTokenIsKeptAsTheHeaderThatIsSent() {
    String id = create("\"credentials\": {\"bearer\": \"abc.def\"}").extract().path("id");

    ConnectorManifest manifest = manifest(id);

    TestVault.read(manifest.credential().path())
        .body("data.data.headers.Authorization", equalTo("Bearer abc.def"));
  }

  @Test
  void aUserNameAndAPasswordAreKeptAsTheHeaderThatIsSent() {
    String id =
        create("\"credentials\": {\"basic\": {\"username\": \"a\", \"password\": \"b:c\"}}")
            .body(not(containsString("b:c")))
            .extract()
            .path("id");

    ConnectorManifest manifest = manifest(id);

    TestVault.read(manifest.credential().path())
        .body("data.data.headers.Authorization", equalTo("Basic YTpiOmM="));
  }

  @Test
  void settingsOfOAuthReachTheCatalogueWithoutTheClientsSecret() {
    String id =
        create(
                """
                "oauth": {"grant": "client_credentials", "clientId": "me", "scopes": ["a", "b"]},
                "syncIntervalSeconds": 600,
                "credentials": {"clientSecret": "hunter2-do-not-show"}\
                """)
            .statusCode(201)
            .body("oauth.clientId", equalTo("me"))
            .body("syncIntervalSeconds", equalTo(600))
            .body(not(containsString("hunter2")))
            .extract()
            .path("id");

    ConnectorManifest manifest = manifest(id);

    assertThat(manifest.oauth())
        .isEqualTo(
            new UpstreamOAuth("client_credentials", false, "me", null, List.of("a", "b"), null));
    assertThat(manifest.syncIntervalSeconds()).isEqualTo(600);
    TestVault.read(manifest.credential().path())
        .body("data.data.clientSecret", equalTo("hunter2-do-not-show"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/oauth/grant|'oauth': {'grant': 'password'}",
        "/oauth/clientId|'oauth': {'grant': 'client_credentials'}",
        "/oauth/issuer|'oauth': {'grant': 'authorization_code', 'issuer': 'https://a.example/?x=1'}",
        "/oauth/scopes|'oauth': {'grant': 'authorization_code', 'scopes': ['a b']}",
        "/oauth/perUser|'oauth': {'grant': 'client_credentials', 'clientId': 'a', 'perUser': true}",
        "/oauth/discoveryUser|'oauth': {'grant': 'authorization_code', 'discoveryUser': 'me'}",
        "/credentials|'oauth': {'grant': 'authorization_code'}, 'credentials': {'bearer': 'a'}",
        "/credentials/bearer|'credentials': {'bearer': 'a b'}",
        "/credentials/basic|'credentials': {'basic': {'username': 'a:b', 'password': 'c'}}",
        "/credentials|'credentials': {'bearer': 'a', 'headers': {'authorization': 'b'}}",
        "/credentials/clientSecret|'credentials': {'clientSecret': 'a'}",
        "/syncIntervalSeconds|'syncIntervalSeconds': 59",
      })
  void whatDoesNotGoTogetherIsNamed(String pointer, String members) {
    create(members.replace('\'', '"')).statusCode(400).body("errors.pointer", hasItem(pointer));
  }

  @Test
  void theClientsSecretIsNotSentToAnotherAuthorizationServer() {
    String id =
        create(
                """
                "oauth": {"grant": "client_credentials", "clientId": "me"},
                "credentials": {"clientSecret": "s"}\
                """)
            .extract()
            .path("id");

    organisation
        .request()
        .contentType("application/json")
        .body("{\"oauth\": {\"issuer\": \"https://elsewhere.example\"}}")
        .patch("/api/mcps/" + id)
        .then()
        .statusCode(400)
        .body("errors.pointer", hasItem("/credentials"));
  }

  private ConnectorManifest manifest(String id) {
    return Published.until(Topics.CATALOG, organisation.id(), entries -> !entries.isEmpty())
        .stream()
        .map(Published.Entry::event)
        .filter(ConnectorManifest.class::isInstance)
        .map(ConnectorManifest.class::cast)
        .filter(manifest -> manifest.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private ValidatableResponse create(String members) {
    return organisation
        .request()
        .contentType("application/json")
        .body(
            "{\"name\": \"Upstream\", \"transport\": \"streamable_http\", \"url\": \"http://127.0.0.1:9999/mcp\", %s}"
                .formatted(members))
        .post("/api/mcps")
        .then();
  }
}
