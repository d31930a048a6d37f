package dev.gatehouse.registry.gateway;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rules of the current organisation. */
@ApplicationScoped
public class ToolRuleRepository implements PanacheRepositoryBase<ToolRule, UUID> {

  /** In the order in which they were made, which is the order that they are applied in. */
  public List<ToolRule> of(UUID gateway) {
    return list("gatewayId", Sort.by("id"), gateway);
  }

  Optional<ToolRule> find(UUID gateway, UUID id) {
    return find("gatewayId = ?1 and id = ?2", gateway, id).firstResultOptional();
  }

  public Optional<ToolRule> ofConnector(UUID gateway, UUID connector) {
    return find("gatewayId = ?1 and connectorId = ?2", gateway, connector).firstResultOptional();
  }
}
