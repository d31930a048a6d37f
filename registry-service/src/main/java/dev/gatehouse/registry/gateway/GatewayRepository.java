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
class GatewayRepository implements PanacheRepositoryBase<Gateway, UUID> {

  Page<Gateway> page(PageRequest page) {
    return Page.byId(
        find("id > ?1", Sort.by("id"), page.after()).range(0, page.limit()).list(),
        page.limit(),
        Gateway::id);
  }

  /** Gateways that expose any of these tools. */
  List<Gateway> exposing(Collection<UUID> tools) {
    return list("id in (select e.gatewayId from Exposure e where e.toolId in ?1)", tools);
  }
}
