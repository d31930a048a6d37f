package dev.gatehouse.registry.connector;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

@ApplicationScoped
class ConnectorStatusRepository implements PanacheRepositoryBase<ConnectorStatus, UUID> {

  Map<UUID, ConnectorStatus> of(Collection<UUID> connectors) {
    return list("connectorId in ?1", connectors).stream()
        .collect(Collectors.toMap(status -> status.connectorId, Function.identity()));
  }
}
