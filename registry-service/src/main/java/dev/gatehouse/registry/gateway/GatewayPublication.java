package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.event.RecordParts;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.registry.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
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

  /** Publishes the gateway as it is now, under its next revision. */
  void publish(Gateway gateway) {
    gateway.revision++;
    OrganisationChanged organisation = identities.organisation(gateway.organisation);
    if (organisation != null) {
      gateway.organisationSlug = organisation.slug();
    }
    List<List<ExposedTool>> parts = RecordParts.of(exposures.served(gateway.id), MAX_PART_BYTES);
    int partsBefore = gateway.parts;
    gateway.parts = parts.size();
    for (int index = 0; index < parts.size(); index++) {
      catalog.publish(
          new GatewayManifestPart(
              gateway.organisation,
              gateway.id.toString(),
              index,
              gateway.revision,
              parts.get(index)));
    }
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
