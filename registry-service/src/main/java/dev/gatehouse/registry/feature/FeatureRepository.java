package dev.gatehouse.registry.feature;

import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Resources, resource templates and prompts of the current organisation. */
@ApplicationScoped
class FeatureRepository implements PanacheRepositoryBase<Feature, UUID> {

  List<Feature> ofConnector(UUID connector) {
    return list("connectorId", connector);
  }

  Page<Feature> page(UUID connector, FeatureKind kind, PageRequest page) {
    return Page.byId(
        find(
                "connectorId = ?1 and kind = ?2 and id > ?3",
                Sort.by("id"),
                connector,
                kind,
                page.after())
            .range(0, page.limit())
            .list(),
        page.limit(),
        Feature::id);
  }

  List<Feature> after(UUID after, int atMost) {
    return find("id > ?1", Sort.by("id"), after).range(0, atMost - 1).list();
  }
}
