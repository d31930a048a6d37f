package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.tool.Tool;
import dev.gatehouse.registry.tool.ToolState;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class ExposureRepository implements PanacheRepositoryBase<Exposure, UUID> {
  private static final String WITH_TOOLS =
      """
      select e, t from Exposure e join Tool t on t.id = e.toolId
      where e.gatewayId = ?1 and e.id > ?2 order by e.id
      """;
  private static final String SERVED =
      """
      select e, t from Exposure e join Tool t on t.id = e.toolId
      where e.gatewayId = ?1 and t.allowed = true and t.state in ?2
      order by e.position, e.id
      """;

  /** An exposure with the tool that it shows. */
  record Shown(Exposure exposure, Tool tool) {
    ExposedTool event() {
      return new ExposedTool(
          tool.id().toString(),
          tool.servedHash(),
          tool.connectorId().toString(),
          exposure.name,
          exposure.description,
          exposure.enabled,
          exposure.neededScope);
    }
  }

  Optional<Exposure> find(UUID gateway, UUID id) {
    return find("gatewayId = ?1 and id = ?2", gateway, id).firstResultOptional();
  }

  boolean hasName(UUID gateway, String name, UUID otherThan) {
    return count("gatewayId = ?1 and name = ?2 and id <> ?3", gateway, name, otherThan) > 0;
  }

  boolean showsUnderOwnName(UUID gateway, UUID tool, UUID otherThan) {
    return count(
            "gatewayId = ?1 and toolId = ?2 and alias is null and id <> ?3",
            gateway,
            tool,
            otherThan)
        > 0;
  }

  int nextPosition(UUID gateway) {
    return find("gatewayId = ?1 order by position desc", gateway)
        .firstResultOptional()
        .map(last -> last.position + 1)
        .orElse(0);
  }

  Page<Shown> page(UUID gateway, PageRequest page) {
    List<Shown> found =
        getEntityManager()
            .createQuery(WITH_TOOLS, Object[].class)
            .setParameter(1, gateway)
            .setParameter(2, page.after())
            .setMaxResults(page.limit() + 1)
            .getResultList()
            .stream()
            .map(ExposureRepository::shown)
            .toList();
    return Page.byId(found, page.limit(), shown -> shown.exposure.id);
  }

  /** What clients of a gateway can get to see, in the order that it is shown. */
  List<ExposedTool> served(UUID gateway) {
    return getEntityManager()
        .createQuery(SERVED, Object[].class)
        .setParameter(1, gateway)
        .setParameter(2, ToolState.SERVED)
        .getResultList()
        .stream()
        .map(row -> shown(row).event())
        .toList();
  }

  void deleteOf(Collection<UUID> tools) {
    delete("toolId in ?1", tools);
  }

  private static Shown shown(Object[] row) {
    return new Shown((Exposure) row[0], (Tool) row[1]);
  }
}
