package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the topic has told of one organisation so far. Touched by the reader's thread alone. */
final class OrganisationCatalog {
  final Map<String, ConnectorManifest> connectors = new HashMap<>();
  final Map<String, KnownTool> tools = new HashMap<>();
  final Map<String, GatewayManifest> gateways = new HashMap<>();
  final Map<String, GatewayManifestPart> parts = new HashMap<>();

  /** Whether a connector has changed since the gateways were last published. */
  boolean connectorsChanged;

  boolean isEmpty() {
    return connectors.isEmpty() && tools.isEmpty() && gateways.isEmpty() && parts.isEmpty();
  }

  /** All tools that a manifest exposes; empty while one of its parts is missing. */
  Optional<List<ExposedTool>> exposed(GatewayManifest manifest) {
    List<ExposedTool> exposed = new ArrayList<>();
    for (int index = 0; index < manifest.parts(); index++) {
      GatewayManifestPart part = parts.get(manifest.id() + "/" + index);
      if (part == null || part.revision() != manifest.revision()) {
        return Optional.empty();
      }
      exposed.addAll(part.tools());
    }
    return Optional.of(exposed);
  }

  /** Whether every definition and connector that is named is there, in the version named. */
  boolean complete(List<ExposedTool> exposed) {
    return exposed.stream()
        .allMatch(tool -> approved(tool) != null && connectors.containsKey(tool.connector()));
  }

  /** What can be served of it. */
  List<GatewayTool> render(GatewayManifest manifest, List<ExposedTool> exposed) {
    List<GatewayTool> rendered = new ArrayList<>();
    for (ExposedTool tool : exposed) {
      KnownTool known = approved(tool);
      ConnectorManifest connector = connectors.get(tool.connector());
      if (tool.enabled() && known != null && connector != null && connector.enabled()) {
        rendered.add(ToolRendering.render(manifest.id(), tool, known, connector));
      }
    }
    return rendered;
  }

  private @Nullable KnownTool approved(ExposedTool tool) {
    KnownTool known = tools.get(tool.tool());
    return known != null && known.hash().equals(tool.hash()) ? known : null;
  }
}
