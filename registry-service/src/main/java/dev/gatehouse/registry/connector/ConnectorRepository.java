package dev.gatehouse.registry.connector;

import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Connectors of the current organisation. */
@ApplicationScoped
public class ConnectorRepository implements PanacheRepositoryBase<Connector, UUID> {

  Page<Connector> page(String kind, PageRequest page) {
    return Page.byId(
        find("kind = ?1 and id > ?2", Sort.by("id"), kind, page.after())
            .range(0, page.limit())
            .list(),
        page.limit(),
        Connector::id);
  }

  Page<Connector> page(PageRequest page) {
    return Page.byId(
        find("id > ?1", Sort.by("id"), page.after()).range(0, page.limit()).list(),
        page.limit(),
        Connector::id);
  }

  boolean hasSlug(String slug) {
    return count("slug", slug) > 0;
  }
}
