package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class ConnectorExposureRepository implements PanacheRepositoryBase<ConnectorExposure, UUID> {

  /** In the order in which they were added. */
  List<ConnectorExposure> of(UUID gateway) {
    return list("gatewayId", Sort.by("id"), gateway);
  }

  Optional<ConnectorExposure> find(UUID gateway, UUID connector) {
    return find("gatewayId = ?1 and connectorId = ?2", gateway, connector).firstResultOptional();
  }

  List<ConnectorExposure> ofConnector(UUID connector) {
    return list("connectorId", connector);
  }

  List<ExposedConnector> served(UUID gateway) {
    return of(gateway).stream().map(ConnectorExposure::event).toList();
  }
}
