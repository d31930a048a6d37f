package dev.gatehouse.registry.connector;

import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.catalog.CatalogSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Connectors in the catalogue: a manifest each, and what their servers say. */
@ApplicationScoped
class ConnectorCatalog implements CatalogSource {
  private final ConnectorRepository connectors;
  private final ConnectorStatusRepository statuses;
  private final Catalog catalog;

  ConnectorCatalog(
      ConnectorRepository connectors, ConnectorStatusRepository statuses, Catalog catalog) {
    this.connectors = connectors;
    this.statuses = statuses;
    this.catalog = catalog;
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void replay(String organisation) {
    catalog.beginChange(organisation);
    connectors.streamAll().map(Connector::manifest).forEach(catalog::publish);
    statuses.streamAll().flatMap(status -> status.description().stream()).forEach(catalog::publish);
  }
}
