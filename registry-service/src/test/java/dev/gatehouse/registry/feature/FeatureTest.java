package dev.gatehouse.registry.feature;

import static dev.gatehouse.registry.Discovery.feature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.Published.Entry;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class FeatureTest {
  private Organisation organisation;
  private String connector;
  private Discovery discovery;

  @BeforeEach
  void aConnector() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    discovery = new Discovery(organisation, connector);
  }

  @AfterEach
  void close() {
    discovery.close();
  }

  @Test
  void takesOverWhatARunFoundAndTellsGatewaysOfIt() {
    discovery.completeFeatures(
        feature(FeatureKind.RESOURCE, "file:///a", "A"),
        feature(FeatureKind.RESOURCE_TEMPLATE, "file:///{x}", "T"),
        feature(FeatureKind.PROMPT, "greet", "P"));

    awaitNames("resources", "file:///a");
    awaitNames("resource-templates", "file:///{x}");
    awaitNames("prompts", "greet");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThat(told(FeatureDefinition.class))
              .extracting(FeatureDefinition::name)
              .containsExactlyInAnyOrder("file:///a", "file:///{x}", "greet");
          assertThat(told(ServerDescription.class))
              .last()
              .extracting(ServerDescription::instructions)
              .isEqualTo("Be kind");
        });
    organisation
        .request()
        .get("/api/mcps/" + connector)
        .then()
        .body("instructions", equalTo("Be kind"))
        .body("serverInfo.name", equalTo("fixture"));
  }

  @Test
  void onlyAWholeListRemovesWhatItLacks() {
    discovery.completeFeatures(
        feature(FeatureKind.RESOURCE, "a:1", ""), feature(FeatureKind.PROMPT, "gone", ""));
    awaitNames("prompts", "gone");
    discovery.features(RunFinished.Outcome.COMPLETE, 1, Set.of(FeatureKind.PROMPT));

    awaitEmpty("prompts");
    get("resources").body("name", contains("a:1"));
    Published.until(
        Topics.CATALOG,
        organisation.id(),
        entries ->
            entries.stream()
                .anyMatch(entry -> entry.key().startsWith("feature/") && entry.event() == null));
  }

  @Test
  void aRunWithALostPartRemovesNothing() {
    discovery.completeFeatures(feature(FeatureKind.PROMPT, "kept", ""));
    discovery.features(
        RunFinished.Outcome.COMPLETE,
        2,
        Set.of(FeatureKind.values()),
        feature(FeatureKind.PROMPT, "new", ""));

    awaitNames("prompts", "kept", "new");
  }

  @Test
  void aChangedDefinitionIsToldAnew() {
    discovery.completeFeatures(feature(FeatureKind.PROMPT, "greet", "old"));
    discovery.completeFeatures(feature(FeatureKind.PROMPT, "greet", "new"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> told(FeatureDefinition.class).size() == 2);
    assertThat(told(FeatureDefinition.class).getLast().definition().path("description").asText())
        .isEqualTo("new");
  }

  @Test
  void aGatewayShowsTheConnectorsThatWereAdded() {
    String gateway = organisation.gateway("demo");

    expose(gateway, "{\"resources\": true, \"prompts\": false, \"prefix\": \"docs\"}")
        .statusCode(200)
        .body("connectorId", equalTo(connector));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(told(GatewayManifest.class))
                .last()
                .extracting(GatewayManifest::connectors)
                .isEqualTo(List.of(new ExposedConnector(connector, true, false, "docs"))));
  }

  @Test
  void aPrefixThatIsNoSchemeIsRefused() {
    expose(organisation.gateway("demo"), "{\"resources\": true, \"prefix\": \"1 x\"}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/prefix"));
  }

  @Test
  void aDeletedConnectorIsNoLongerShown() {
    String gateway = organisation.gateway("demo");
    expose(gateway, "{\"resources\": true, \"prompts\": true}").statusCode(200);

    organisation.request().delete("/api/mcps/" + connector).then().statusCode(204);

    organisation
        .request()
        .get("/api/gateways/" + gateway + "/connectors")
        .then()
        .body("$", empty());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(told(GatewayManifest.class))
                .last()
                .extracting(GatewayManifest::connectors)
                .isEqualTo(List.of()));
  }

  private ValidatableResponse expose(String gateway, String settings) {
    return organisation
        .request()
        .body(settings)
        .put("/api/gateways/" + gateway + "/connectors/" + connector)
        .then();
  }

  private ValidatableResponse get(String what) {
    return organisation.request().get("/api/mcps/" + connector + "/" + what).then().statusCode(200);
  }

  private void awaitNames(String what, String... names) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> get(what).body("name", contains(names)));
  }

  private void awaitEmpty(String what) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> get(what).body("$", empty()));
  }

  private List<Entry> catalog() {
    return Published.read(Topics.CATALOG, organisation.id());
  }

  private <T> List<T> told(Class<T> type) {
    return catalog().stream().map(Entry::event).filter(type::isInstance).map(type::cast).toList();
  }
}
