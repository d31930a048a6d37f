package dev.gatehouse.registry.tool;

import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
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
