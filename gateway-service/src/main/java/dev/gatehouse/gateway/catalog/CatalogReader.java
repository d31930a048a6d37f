package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import dev.gatehouse.platform.security.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the {@link Catalog} from the topic. Records are gathered as they come; what they add up to
 * is published at the end of each batch, a gateway at a time and whole. One thread.
 */
final class CatalogReader implements RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogReader.class);

  private final Catalog catalog;
  private final Origin origin;
  private final Map<String, OrganisationCatalog> organisations = new HashMap<>();

  /** By organisation, then by gateway. */
  private final Map<String, Map<String, Served>> served = new HashMap<>();

  private final Set<String> changed = new HashSet<>();

  /**
   * How a gateway is served now.
   *
   * @param complete whether all that its manifest names was there
   */
  private record Served(String path, long revision, boolean complete) {}

  CatalogReader(Catalog catalog, Origin origin) {
    this.catalog = catalog;
    this.origin = origin;
  }

  @Override
  public void onRecord(EventKey key, byte @Nullable [] value) {
    OrganisationCatalog of =
        organisations.computeIfAbsent(key.organisation(), ignored -> new OrganisationCatalog());
    changed.add(key.organisation());
    if (value == null) {
      remove(of, key);
    } else if (EventCodec.read(value) instanceof CatalogEvent event) {
      switch (event) {
        case ConnectorManifest connector -> {
          of.connectors.put(connector.id(), connector);
          of.changedConnectors.add(connector.id());
        }
        case ServerDescription server -> {
          of.servers.put(server.connector(), server);
          of.changedConnectors.add(server.connector());
        }
        case FeatureDefinition feature -> of.put(KnownFeature.of(feature));
        case ToolDefinition tool -> of.tools.put(tool.id(), KnownTool.of(tool));
        case GatewayManifest gateway -> of.gateways.put(gateway.id(), gateway);
        case GatewayManifestPart part -> of.parts.put(key.id(), part);
      }
    }
  }

  private static void remove(OrganisationCatalog of, EventKey key) {
    switch (key.kind()) {
      case "connector" -> {
        of.connectors.remove(key.id());
        of.changedConnectors.add(key.id());
      }
      case "server" -> {
        of.servers.remove(key.id());
        of.changedConnectors.add(key.id());
      }
      case "feature" -> of.removeFeature(key.id());
      case "tool" -> of.tools.remove(key.id());
      case "gateway" -> of.gateways.remove(key.id());
      case "gateway-part" -> of.parts.remove(key.id());
      default -> LOG.debug("Tombstone of an unknown kind: {}", key);
    }
  }

  @Override
  public void onBatchEnd() {
    for (String organisation : changed) {
      OrganisationCatalog of = organisations.get(organisation);
      if (of != null) {
        try {
          publish(organisation, of);
        } catch (RuntimeException e) { // goes on being served as before; others are not held up
          LOG.error("The catalogue of organisation {} cannot be served", organisation, e);
        }
        of.changedConnectors.clear();
        if (of.isEmpty()) {
          organisations.remove(organisation);
          served.remove(organisation);
        }
      }
    }
    changed.clear();
  }

  private Map<String, Served> served(String organisation) {
    return served.computeIfAbsent(organisation, ignored -> new HashMap<>());
  }

  private void publish(String organisation, OrganisationCatalog of) {
    for (GatewayManifest manifest : of.gateways.values()) {
      publish(manifest, of);
    }
    served(organisation)
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !of.gateways.containsKey(entry.getKey());
          if (gone) {
            catalog.remove(entry.getValue().path(), entry.getKey());
          }
          return gone;
        });
  }

  private void publish(GatewayManifest manifest, OrganisationCatalog of) {
    Map<String, Served> known = served(manifest.organisation());
    Served before = known.get(manifest.id());
    if (!manifest.enabled()) {
      if (before != null) {
        catalog.remove(before.path(), manifest.id());
        known.remove(manifest.id());
      }
      return;
    }
    boolean current =
        before != null && before.complete() && before.revision() == manifest.revision();
    of.exposed(manifest)
        .ifPresent(exposed -> {
          boolean touched = of.touches(manifest, exposed);
          if (!current || touched) {
            switchTo(manifest, exposed, of, before, touched);
          }
        });
  }

  /**
   * A revision replaces the one before only when all it names is there. Where none was served yet,
   * as after a start in the middle of a change, a part is better than nothing.
   */
  private void switchTo(
      GatewayManifest manifest,
      List<ExposedTool> exposed,
      OrganisationCatalog of,
      @Nullable Served before,
      boolean touched) {
    boolean complete = of.complete(exposed);
    if (!complete && before != null && before.complete() && !touched) {
      return;
    }
    String path = manifest.organisationSlug() + "/" + manifest.slug();
    String resource = origin.mcp(manifest.organisationSlug(), manifest.slug());
    catalog.put(path, of.gateway(manifest, resource, exposed));
    served(manifest.organisation())
        .put(manifest.id(), new Served(path, manifest.revision(), complete));
    if (before != null && !before.path().equals(path)) {
      catalog.remove(before.path(), manifest.id());
    }
  }
}
