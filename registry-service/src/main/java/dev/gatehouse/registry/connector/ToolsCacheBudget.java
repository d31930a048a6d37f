package dev.gatehouse.registry.connector;

import dev.gatehouse.registry.page.Cursor;
import dev.gatehouse.registry.page.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Ends a page of connectors early where the definitions of their tools, which {@code toolsCache}
 * shows, would come to too much. A page has one connector at least.
 */
@ApplicationScoped
class ToolsCacheBudget {
  /** Of definitions, in characters, with what stands around each. */
  private static final long MAX = 4L << 20;

  private final ToolsCache tools;

  ToolsCacheBudget(ToolsCache tools) {
    this.tools = tools;
  }

  Page<Connector> cut(Page<Connector> page) {
    List<Connector> all = page.items();
    Map<UUID, Long> sizes = tools.sizes(all.stream().map(Connector::id).toList());
    long sum = 0;
    for (int i = 0; i < all.size(); i++) {
      sum += sizes.getOrDefault(all.get(i).id, 0L);
      if (sum > MAX && i > 0) {
        return new Page<>(all.subList(0, i), page.limit(), Cursor.of(all.get(i - 1).id.toString()));
      }
    }
    return page;
  }
}
