package dev.gatehouse.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.security.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
  private final Catalog catalog = new Catalog();
  private final CatalogReader reader =
      new CatalogReader(catalog, new Origin("http://localhost:8080"));

  @Test
  void servesAGatewayOnceItIsWhole() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"));
    assertThat(served()).isNull();

    publish(manifest(1, 1, true));

    assertThat(served().tool("a")).isNotNull();
    assertThat(served().resource()).isEqualTo("http://localhost:8080/mcp/acme/g");
  }

  @Test
  void servesTheRevisionBeforeUntilAllPartsOfTheNextAreThere() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));

    publish(manifest(2, 2, true));
    assertThat(served().manifest().revision()).isEqualTo(1);

    publish(part(2, "a", "h1"), part(2, 1, "b", "h1"));
    assertThat(served().manifest().revision()).isEqualTo(1);

    publish(definition("b", "h1"));
    assertThat(served().manifest().revision()).isEqualTo(2);
    assertThat(served().tool("b")).isNotNull();
  }

  @Test
  void aRevisionTakesTheOtherPartsFromThoseBefore() {
    publish(connector(1), definition("a", "h1"), definition("b", "h1"), definition("b2", "h1"));
    publish(part(1, 0, "a", "h1"), part(1, 1, "b", "h1"), manifest(1, 2, true));

    publish(part(2, 1, "b2", "h1"), manifest(2, true, List.of(1L, 2L)));
    assertThat(served().tool("a")).isNotNull();
    assertThat(served().tool("b")).isNull();
    assertThat(served().tool("b2")).isNotNull();

    publish(manifest(3, true, List.of(3L, 2L)));
    assertThat(served().manifest().revision()).isEqualTo(2);

    publish(part(3, 0, "b", "h1"));
    assertThat(served().manifest().revision()).isEqualTo(3);
    assertThat(served().tool("a")).isNull();
  }

  @Test
  void goesOnServingTheApprovedDefinitionUntilTheManifestNamesTheNext() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));

    publish(definition("a", "h2"));

    assertThat(text(served().tool("a"))).contains("h1");

    publish(part(2, "a", "h2"), manifest(2, 1, true));

    assertThat(text(served().tool("a"))).contains("h2");
  }

  @Test
  void afterAStartInTheMiddleOfAChangeServesWhatIsThere() {
    publish(
        connector(1),
        definition("a", "h1"),
        definition("b", "h2"),
        new GatewayManifestPart("o", "g1", 0, 1, List.of(exposed("a", "h1"), exposed("b", "h1"))),
        manifest(1, 1, true));

    assertThat(served().tool("a")).isNotNull();
    assertThat(served().tool("b")).isNull();
  }

  @Test
  void aConnectorThatIsDeletedTakesItsToolsAlong() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));

    tombstone("connector", "c1");

    assertThat(served().tool("a")).isNull();
  }

  @Test
  void aRenamedGatewayIsUnderItsNewNameOnly() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));

    publish(
        part(2, "a", "h1"),
        new GatewayManifest(
            "o",
            "acme",
            "g1",
            "renamed",
            "G",
            null,
            true,
            GatewaySettings.DEFAULT,
            1,
            2,
            List.of()));

    assertThat(served()).isNull();
    assertThat(catalog.find("acme/renamed")).isNotNull();
  }

  @Test
  void aDisabledOrDeletedGatewayIsGone() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));

    publish(manifest(2, 1, false));
    assertThat(served()).isNull();

    publish(part(3, "a", "h1"), manifest(3, 1, true));
    tombstone("gateway", "g1");
    assertThat(served()).isNull();
  }

  @Test
  void anUnrelatedChangeMakesNothingAnew() {
    publish(connector(1), definition("a", "h1"), part(1, "a", "h1"), manifest(1, 1, true));
    Gateway before = served();

    publish(definition("z", "h1"));

    assertThat(served()).isSameAs(before);
  }

  private Gateway served() {
    return catalog.find("acme/g");
  }

  private static String text(GatewayTool tool) {
    return new String(tool.definition(), StandardCharsets.UTF_8);
  }

  private void publish(CatalogEvent... events) {
    Stream.of(events)
        .forEach(event ->
            reader.onRecord(
                event.key(), EventCodec.encode(EventCodec.envelope("registry", event, null))));
    reader.onBatchEnd();
  }

  private void tombstone(String kind, String id) {
    reader.onRecord(new EventKey("o", kind, id), null);
    reader.onBatchEnd();
  }

  private static ConnectorManifest connector(long revision) {
    return new ConnectorManifest(
        "o",
        "c1",
        "c",
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
        revision);
  }

  private static ToolDefinition definition(String id, String hash) {
    return new ToolDefinition(
        "o",
        id,
        "c1",
        id,
        hash,
        json("{\"name\":\"" + id + "\",\"description\":\"" + hash + "\"}"));
  }

  private static GatewayManifestPart part(long revision, String tool, String hash) {
    return part(revision, 0, tool, hash);
  }

  private static GatewayManifestPart part(long revision, int index, String tool, String hash) {
    return new GatewayManifestPart("o", "g1", index, revision, List.of(exposed(tool, hash)));
  }

  private static ExposedTool exposed(String tool, String hash) {
    return new ExposedTool(tool, hash, "c1", tool, null, true, null);
  }

  private static GatewayManifest manifest(long revision, int parts, boolean enabled) {
    return manifest(revision, enabled, Collections.nCopies(parts, revision));
  }

  private static GatewayManifest manifest(long revision, boolean enabled, List<Long> parts) {
    boolean own = parts.stream().allMatch(part -> part == revision);
    return new GatewayManifest(
        "o",
        "acme",
        "g1",
        "g",
        "G",
        null,
        enabled,
        GatewaySettings.DEFAULT,
        parts.size(),
        revision,
        List.of(),
        own ? null : parts);
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
