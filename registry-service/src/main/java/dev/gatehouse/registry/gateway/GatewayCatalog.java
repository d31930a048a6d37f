package dev.gatehouse.registry.gateway;

import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.catalog.CatalogSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Gateways in the catalogue: parts and a manifest each. */
@ApplicationScoped
class GatewayCatalog implements CatalogSource {
  private final GatewayRepository gateways;
  private final GatewayPublication publication;
  private final Catalog catalog;

  GatewayCatalog(GatewayRepository gateways, GatewayPublication publication, Catalog catalog) {
    this.gateways = gateways;
    this.publication = publication;
    this.catalog = catalog;
  }

  @Override
  public int order() {
    return 3;
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void replay(String organisation) {
    catalog.beginChange(organisation);
    gateways.listAll().forEach(publication::publishWhole);
  }
}
