package dev.gatehouse.registry.gateway;

import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class GatewayRepository implements PanacheRepositoryBase<Gateway, UUID> {

  Page<Gateway> page(GatewayKind kind, PageRequest page) {
    return Page.byId(
        find("kind = ?1 and id > ?2", Sort.by("id"), kind, page.after())
            .range(0, page.limit())
            .list(),
        page.limit(),
        Gateway::id);
  }

  /** Gateways that expose any of these tools. */
  List<Gateway> exposing(Collection<UUID> tools) {
    return list("id in (select e.gatewayId from Exposure e where e.toolId in ?1)", tools);
  }

  /** Those with a rule on any of these connectors, and the agents of such runners. */
  List<Gateway> withRuleOn(Collection<UUID> connectors) {
    return connectors.isEmpty()
        ? List.of()
        : list(
            """
            id in (select r.gatewayId from ToolRule r where r.connectorId in ?1)
            or runnerId in (select r.gatewayId from ToolRule r where r.connectorId in ?1)
            """,
            connectors);
  }

  public List<Gateway> ofRunner(UUID runner) {
    return list("runnerId", runner);
  }
}
