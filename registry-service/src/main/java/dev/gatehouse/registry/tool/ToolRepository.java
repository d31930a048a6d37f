package dev.gatehouse.registry.tool;

import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tools of the current organisation. */
@ApplicationScoped
public class ToolRepository implements PanacheRepositoryBase<Tool, UUID> {

  /** A connector's tool by the upstream's name of it. */
  public Optional<Tool> find(UUID connector, String name) {
    return find("connectorId = ?1 and name = ?2", connector, name).firstResultOptional();
  }

  Optional<Tool> find(UUID connector, UUID id) {
    return find("connectorId = ?1 and id = ?2", connector, id).firstResultOptional();
  }

  /** A connector's tools in the order in which they were found first. */
  public List<Tool> inOrder(UUID connector) {
    return list("connectorId", Sort.by("id"), connector);
  }

  List<Tool> ofConnectors(Collection<UUID> connectors, int atMost) {
    return find("connectorId in ?1", Sort.by("name"), connectors).range(0, atMost - 1).list();
  }

  /** The connectors that some tools are of. */
  public Set<UUID> connectorsOf(Collection<UUID> tools) {
    return new HashSet<>(
        getEntityManager()
            .createQuery("select distinct t.connectorId from Tool t where t.id in ?1", UUID.class)
            .setParameter(1, tools)
            .getResultList());
  }

  List<Tool> ofConnector(UUID connector) {
    return list("connectorId", connector);
  }

  Page<Tool> page(UUID connector, PageRequest page) {
    return Page.byId(
        find("connectorId = ?1 and id > ?2", Sort.by("id"), connector, page.after())
            .range(0, page.limit())
            .list(),
        page.limit(),
        Tool::id);
  }

  /** Some served tools in the order of their ids. */
  List<Tool> served(UUID after, int atMost) {
    return find(
            "id > ?1 and allowed = true and state in ?2", Sort.by("id"), after, ToolState.SERVED)
        .range(0, atMost - 1)
        .list();
  }
}
