package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.FeatureKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the topic has told of one organisation so far. Touched by the reader's thread alone. */
final class OrganisationCatalog {
  final Map<String, ConnectorManifest> connectors = new HashMap<>();
  final Map<String, KnownTool> tools = new HashMap<>();
  final Map<String, GatewayManifest> gateways = new HashMap<>();
  final Map<String, GatewayManifestPart> parts = new HashMap<>();

  final Map<String, ServerDescription> servers = new HashMap<>();

  /** Resources, resource templates and prompts by connector, then by id: in the order of age. */
  private final Map<String, TreeMap<String, KnownFeature>> features = new HashMap<>();

  /** Connector of each of them, for what is only known by its id. */
  private final Map<String, String> connectorOfFeature = new HashMap<>();

  /** Connectors of which something has changed since the gateways were last published. */
  final Set<String> changedConnectors = new HashSet<>();

  boolean isEmpty() {
    return connectors.isEmpty()
        && tools.isEmpty()
        && gateways.isEmpty()
        && parts.isEmpty()
        && servers.isEmpty()
        && connectorOfFeature.isEmpty();
  }

  void put(KnownFeature feature) {
    connectorOfFeature.put(feature.id(), feature.connector());
    features
        .computeIfAbsent(feature.connector(), ignored -> new TreeMap<>())
        .put(feature.id(), feature);
    changedConnectors.add(feature.connector());
  }

  void removeFeature(String id) {
    String connector = connectorOfFeature.remove(id);
    if (connector != null) {
      changedConnectors.add(connector);
      features.computeIfPresent(
          connector,
          (ignored, known) -> {
            known.remove(id);
            return known.isEmpty() ? null : known;
          });
    }
  }

  /** Whether something has changed that a gateway shows, besides its own records. */
  boolean touches(GatewayManifest manifest, List<ExposedTool> exposed) {
    return !changedConnectors.isEmpty()
        && (manifest.connectors().stream()
                .anyMatch(connector -> changedConnectors.contains(connector.connector()))
            || exposed.stream().anyMatch(tool -> changedConnectors.contains(tool.connector())));
  }

  /** All tools that a manifest exposes; empty while one of its parts is missing. */
  Optional<List<ExposedTool>> exposed(GatewayManifest manifest) {
    List<ExposedTool> exposed = new ArrayList<>();
    for (int index = 0; index < manifest.parts(); index++) {
      GatewayManifestPart part = parts.get(manifest.id() + "/" + index);
      if (part == null || !manifest.names(part)) {
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
  private List<GatewayTool> render(GatewayManifest manifest, List<ExposedTool> exposed) {
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

  /** The gateway as it can be served now. */
  Gateway gateway(GatewayManifest manifest, String resource, List<ExposedTool> exposed) {
    List<GatewayFeature> shown = new ArrayList<>();
    FeatureNames names = new FeatureNames();
    Capabilities capabilities = toolCapabilities(exposed);
    for (ExposedConnector offered : manifest.connectors()) {
      ConnectorManifest connector = connectors.get(offered.connector());
      if (connector == null || !connector.enabled()) {
        continue;
      }
      capabilities =
          capabilities.and(
              Capabilities.of(
                  server(connector.id()), false, offered.resources(), offered.prompts()));
      URI endpoint = ToolRendering.endpoint(connector);
      for (KnownFeature feature : features(connector.id())) {
        if (feature.kind() == FeatureKind.PROMPT ? offered.prompts() : offered.resources()) {
          String name = names.name(offered, connector, feature);
          shown.add(FeatureRendering.render(manifest.id(), name, feature, connector, endpoint));
        }
      }
    }
    return new Gateway(
        manifest,
        resource,
        render(manifest, exposed),
        new Features(shown),
        capabilities,
        changing(manifest, exposed));
  }

  private List<Changing> changing(GatewayManifest manifest, List<ExposedTool> exposed) {
    Set<String> ofTools = exposed.stream().map(ExposedTool::connector).collect(Collectors.toSet());
    Set<String> ofResources = new HashSet<>();
    Set<String> ofPrompts = new HashSet<>();
    for (ExposedConnector offered : manifest.connectors()) {
      if (offered.resources()) {
        ofResources.add(offered.connector());
      }
      if (offered.prompts()) {
        ofPrompts.add(offered.connector());
      }
    }
    Set<String> all = new TreeSet<>(ofTools);
    all.addAll(ofResources);
    all.addAll(ofPrompts);
    List<Changing> changing = new ArrayList<>();
    for (String id : all) {
      ConnectorManifest connector = connectors.get(id);
      URI endpoint = connector == null ? null : ToolRendering.endpoint(connector);
      if (connector != null && endpoint != null && connector.enabled()) {
        Changing one =
            Changing.of(
                connector,
                endpoint,
                server(id),
                ofTools.contains(id),
                ofResources.contains(id),
                ofPrompts.contains(id));
        if (one.anything()) {
          changing.add(one);
        }
      }
    }
    return List.copyOf(changing);
  }

  private Capabilities toolCapabilities(List<ExposedTool> exposed) {
    return exposed.stream()
        .map(ExposedTool::connector)
        .distinct()
        .map(connector -> Capabilities.of(server(connector), true, false, false))
        .reduce(Capabilities.NONE, Capabilities::and);
  }

  private JsonNode server(String connector) {
    ServerDescription server = servers.get(connector);
    return server == null || server.capabilities() == null
        ? MissingNode.getInstance()
        : server.capabilities();
  }

  private Collection<KnownFeature> features(String connector) {
    TreeMap<String, KnownFeature> known = features.get(connector);
    return known == null ? List.of() : known.values();
  }

  private @Nullable KnownTool approved(ExposedTool tool) {
    KnownTool known = tools.get(tool.tool());
    return known != null && known.hash().equals(tool.hash()) ? known : null;
  }
}
