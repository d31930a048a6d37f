package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.event.RecordParts;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.registry.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of a gateway: the parts with its tools, then the manifest that makes them hold, then the
 * end of parts that are no longer needed. Within a transaction that holds the organisation's lock.
 */
@ApplicationScoped
class GatewayPublication {
  /** Of the tools in one record: leaves room for the envelope in 128 KiB. */
  private static final int MAX_PART_BYTES = 126 * 1024;

  private final ExposureRepository exposures;
  private final ConnectorExposureRepository connectors;
  private final IdentityView identities;
  private final Catalog catalog;

  GatewayPublication(
      ExposureRepository exposures,
      ConnectorExposureRepository connectors,
      IdentityView identities,
      Catalog catalog) {
    this.exposures = exposures;
    this.connectors = connectors;
    this.identities = identities;
    this.catalog = catalog;
  }

  /** Publishes the gateway with all its parts, for a topic that may have none. */
  void publishWhole(Gateway gateway) {
    gateway.publishedParts = PublishedParts.NONE;
    publish(gateway);
  }

  /**
   * Publishes the gateway as it is now, under its next revision: the manifest, and of several parts
   * those that are not what they were. A single one is always told: readers of before know nothing
   * else.
   */
  void publish(Gateway gateway) {
    List<PublishedPart> known = gateway.publishedParts.at(gateway.revision);
    gateway.revision++;
    OrganisationChanged organisation = identities.organisation(gateway.organisation);
    if (organisation != null) {
      gateway.organisationSlug = organisation.slug();
    }
    List<List<ExposedTool>> parts = RecordParts.of(exposures.served(gateway.id), MAX_PART_BYTES);
    int partsBefore = gateway.parts;
    List<PublishedPart> before = parts.size() > 1 ? known : List.of();
    List<PublishedPart> now = new ArrayList<>();
    for (int index = 0; index < parts.size(); index++) {
      PublishedPart part = PublishedPart.of(parts.get(index), gateway.revision);
      if (index < before.size() && before.get(index).isSame(part)) {
        now.add(before.get(index));
      } else {
        now.add(part);
        catalog.publish(
            new GatewayManifestPart(
                gateway.organisation,
                gateway.id.toString(),
                index,
                gateway.revision,
                parts.get(index)));
      }
    }
    gateway.parts = parts.size();
    gateway.publishedParts = new PublishedParts(gateway.revision, now);
    catalog.publish(gateway.manifest(connectors.served(gateway.id)));
    removeParts(gateway, parts.size(), partsBefore);
  }

  /** Says that the gateway is gone. */
  void withdraw(Gateway gateway) {
    catalog.remove(gateway.key());
    removeParts(gateway, 0, gateway.parts);
  }

  private void removeParts(Gateway gateway, int from, int to) {
    for (int index = from; index < to; index++) {
      catalog.remove(new EventKey(gateway.organisation, "gateway-part", gateway.id + "/" + index));
    }
  }
}
