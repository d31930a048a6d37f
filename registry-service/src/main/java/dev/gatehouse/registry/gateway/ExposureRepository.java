package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.page.Cursor;
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
      where e.gatewayId = ?1 and (e.position > ?2 or (e.position = ?2 and e.id > ?3))
      order by e.position, e.id
      """;
  // Not as entities: of ten thousand tools they would be compared with their rows at each flush.
  private static final String SERVED =
      """
      select t.id, t.servedHash, t.connectorId, e.name, e.description, e.enabled, e.neededScope,
        e.position
      from Exposure e join Tool t on t.id = e.toolId
      where e.gatewayId = ?1 and t.allowed = true and t.state in ?2
      order by e.position, e.id
      """;

  /** An exposure with the tool that it shows. */
  record Shown(Exposure exposure, Tool tool) {}

  /** Where a page of tools ends. */
  private record Place(int position, UUID id) {
    Place(Exposure last) {
      this(last.position, last.id);
    }

    static Place of(PageRequest page) {
      return page.cursor()
          .map(text -> Cursor.parse(text, 2))
          .map(cursor -> new Place(cursor.number(0), cursor.id(1)))
          .orElse(new Place(-1, new UUID(0, 0)));
    }

    Cursor cursor() {
      return Cursor.of(String.valueOf(position), id.toString());
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

  Optional<Exposure> madeByRule(UUID gateway, UUID tool) {
    return find("gatewayId = ?1 and toolId = ?2 and ruleId is not null", gateway, tool)
        .firstResultOptional();
  }

  Page<Shown> page(UUID gateway, PageRequest page) {
    Place after = Place.of(page);
    List<Shown> found =
        getEntityManager()
            .createQuery(WITH_TOOLS, Object[].class)
            .setParameter(1, gateway)
            .setParameter(2, after.position())
            .setParameter(3, after.id())
            .setMaxResults(page.limit() + 1)
            .getResultList()
            .stream()
            .map(ExposureRepository::shown)
            .toList();
    return Page.of(found, page.limit(), shown -> new Place(shown.exposure).cursor());
  }

  /** What clients of a gateway can get to see, in the order that it is shown. */
  List<ExposedTool> served(UUID gateway) {
    return getEntityManager()
        .createQuery(SERVED, Object[].class)
        .setParameter(1, gateway)
        .setParameter(2, ToolState.SERVED)
        .getResultList()
        .stream()
        .map(row ->
            new ExposedTool(
                row[0].toString(),
                (String) row[1],
                row[2].toString(),
                (String) row[3],
                (String) row[4],
                (Boolean) row[5],
                (Scope) row[6],
                (Integer) row[7]))
        .toList();
  }

  List<Exposure> inOrder(UUID gateway) {
    return list("gatewayId = ?1 order by position, id", gateway);
  }

  void deleteOf(Collection<UUID> tools) {
    delete("toolId in ?1", tools);
  }

  private static Shown shown(Object[] row) {
    return new Shown((Exposure) row[0], (Tool) row[1]);
  }
}
