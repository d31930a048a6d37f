package dev.gatehouse.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.policy.Permissions;
import dev.gatehouse.platform.security.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Permissions READ = new Permissions(1);
  private static final Permissions NOTHING = new Permissions(0);

  private final Catalog catalog = new Catalog();
  private final CatalogReader reader =
      new CatalogReader(catalog, new Origin("http://localhost:8080"));

  @Test
  void showsWhatTheExposedConnectorsOfferAndNothingElse() {
    publish(
        connector("1"),
        connector("2"),
        feature("1", FeatureKind.RESOURCE, "file:///a"),
        feature("1", FeatureKind.PROMPT, "greet"),
        feature("2", FeatureKind.RESOURCE, "file:///hidden"),
        gateway(1, new ExposedConnector("1", true, true, null)));

    assertThat(names(FeatureKind.RESOURCE)).containsExactly("file:///a");
    assertThat(names(FeatureKind.PROMPT)).containsExactly("greet");
    assertThat(features().resource("file:///hidden")).isNull();
  }

  @Test
  void showsOfAConnectorOnlyTheKindsThatAreChosen() {
    publish(
        connector("1"),
        feature("1", FeatureKind.RESOURCE, "file:///a"),
        feature("1", FeatureKind.RESOURCE_TEMPLATE, "file:///{x}"),
        feature("1", FeatureKind.PROMPT, "greet"),
        gateway(1, new ExposedConnector("1", false, true, null)));

    assertThat(names(FeatureKind.RESOURCE)).isEmpty();
    assertThat(names(FeatureKind.RESOURCE_TEMPLATE)).isEmpty();
    assertThat(names(FeatureKind.PROMPT)).containsExactly("greet");
  }

  @Test
  void ofTwoWithOneNameTheSecondConnectorsGetsAPrefix() {
    publish(
        connector("1"),
        connector("2"),
        feature("2", FeatureKind.RESOURCE, "file:///a"),
        feature("1", FeatureKind.RESOURCE, "file:///a"),
        feature("2", FeatureKind.PROMPT, "greet"),
        feature("1", FeatureKind.PROMPT, "greet"),
        gateway(
            1,
            new ExposedConnector("1", true, true, null),
            new ExposedConnector("2", true, true, null)));

    assertThat(names(FeatureKind.RESOURCE)).containsExactly("file:///a", "slug2+file:///a");
    assertThat(names(FeatureKind.PROMPT)).containsExactly("greet", "slug2_greet");
    assertThat(features().resource("file:///a").feature().connector().id()).isEqualTo("1");
    assertThat(features().resource("slug2+file:///a").upstreamUri()).isEqualTo("file:///a");
    assertThat(features().resource("slug2+file:///a").feature().connector().id()).isEqualTo("2");
    assertThat(features().exposedUri("2", "file:///a")).isEqualTo("slug2+file:///a");
  }

  @Test
  void aChosenPrefixIsBeforeEverything() {
    publish(
        connector("1"),
        feature("1", FeatureKind.RESOURCE_TEMPLATE, "file:///{x}"),
        feature("1", FeatureKind.PROMPT, "greet"),
        gateway(1, new ExposedConnector("1", true, true, "docs")));

    assertThat(names(FeatureKind.PROMPT)).containsExactly("docs_greet");
    assertThat(features().resource("docs+file:///b").upstreamUri()).isEqualTo("file:///b");
    assertThat(features().resource("file:///b")).isNull();
  }

  @Test
  void aListedResourceIsMeantBeforeATemplateAndTheNarrowerTemplateBeforeTheWider() {
    publish(
        connector("1"),
        connector("2"),
        feature("1", FeatureKind.RESOURCE_TEMPLATE, "file:///{+any}"),
        feature("2", FeatureKind.RESOURCE_TEMPLATE, "file:///docs/{name}"),
        feature("2", FeatureKind.RESOURCE, "file:///readme"),
        gateway(
            1,
            new ExposedConnector("1", true, true, null),
            new ExposedConnector("2", true, true, null)));

    assertThat(features().resource("file:///readme").feature().connector().id()).isEqualTo("2");
    assertThat(features().resource("file:///docs/a").feature().connector().id()).isEqualTo("2");
    assertThat(features().resource("file:///docs/a/b").feature().connector().id()).isEqualTo("1");
  }

  @Test
  void withoutPermissionToReadEveryListIsEmpty() {
    publish(
        connector("1"),
        feature("1", FeatureKind.PROMPT, "greet"),
        gateway(1, new ExposedConnector("1", true, true, null)));

    Listing listing = features().listing(FeatureKind.PROMPT, NOTHING);

    assertThat(read(listing.page(null, 10, Era.LEGACY)).path("prompts")).isEmpty();
  }

  @Test
  void mergesTheCapabilitiesOfWhatIsShown() {
    publish(
        connector("1"),
        connector("2"),
        server("1", "{\"resources\":{\"subscribe\":true},\"logging\":{}}"),
        server("2", "{\"completions\":{},\"prompts\":{}}"),
        gateway(
            1,
            new ExposedConnector("1", true, false, null),
            new ExposedConnector("2", false, true, null)));

    assertThat(served().capabilities())
        .isEqualTo(new Capabilities(false, true, true, true, true, true));
  }

  @Test
  void followsChangesOfWhatIsOffered() {
    publish(
        connector("1"),
        feature("1", FeatureKind.PROMPT, "greet"),
        gateway(1, new ExposedConnector("1", true, true, null)));

    publish(feature("1", FeatureKind.PROMPT, "part"));
    assertThat(names(FeatureKind.PROMPT)).containsExactly("greet", "part");

    reader.onRecord(new EventKey("o", "feature", "1-greet"), null);
    reader.onBatchEnd();
    assertThat(names(FeatureKind.PROMPT)).containsExactly("part");
  }

  private Gateway served() {
    return catalog.find("acme/g");
  }

  private Features features() {
    return served().features();
  }

  private List<String> names(FeatureKind kind) {
    String list =
        switch (kind) {
          case RESOURCE -> "resources";
          case RESOURCE_TEMPLATE -> "resourceTemplates";
          case PROMPT -> "prompts";
        };
    List<String> names = new ArrayList<>();
    read(features().listing(kind, READ).page(null, 100, Era.MODERN))
        .path(list)
        .forEach(entry -> names.add(entry.path(member(kind)).asText()));
    return names;
  }

  private static String member(FeatureKind kind) {
    return switch (kind) {
      case RESOURCE -> "uri";
      case RESOURCE_TEMPLATE -> "uriTemplate";
      case PROMPT -> "name";
    };
  }

  private void publish(CatalogEvent... events) {
    Stream.of(events)
        .forEach(event ->
            reader.onRecord(
                event.key(), EventCodec.encode(EventCodec.envelope("registry", event, null))));
    reader.onBatchEnd();
  }

  private static ConnectorManifest connector(String id) {
    return new ConnectorManifest(
        "o",
        id,
        "slug" + id,
        "C",
        "MCP",
        "streamable_http",
        "http://x/",
        true,
        false,
        false,
        null,
        List.of(),
        1000,
        1);
  }

  private static FeatureDefinition feature(String connector, FeatureKind kind, String name) {
    JsonNode definition = Json.mapper().createObjectNode().put("name", "n").put(member(kind), name);
    return new FeatureDefinition(
        "o", connector + "-" + name, connector, kind, name, "h", definition);
  }

  private static ServerDescription server(String connector, String capabilities) {
    try {
      return new ServerDescription(
          "o", connector, null, null, null, Json.mapper().readTree(capabilities));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GatewayManifest gateway(long revision, ExposedConnector... connectors) {
    return new GatewayManifest(
        "o",
        "acme",
        "g1",
        "g",
        "G",
        null,
        true,
        GatewaySettings.DEFAULT,
        0,
        revision,
        List.of(connectors));
  }

  private static JsonNode read(Optional<byte[]> page) {
    try {
      return Json.mapper().readTree(page.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
