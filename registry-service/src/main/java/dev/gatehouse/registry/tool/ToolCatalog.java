package dev.gatehouse.registry.tool;

import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.catalog.CatalogSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tools in the catalogue: the approved definition of each that is served. */
@ApplicationScoped
class ToolCatalog implements CatalogSource {
  private static final int CHUNK = 500;

  private final ToolRepository tools;
  private final ToolPublication publication;
  private final Catalog catalog;

  ToolCatalog(ToolRepository tools, ToolPublication publication, Catalog catalog) {
    this.tools = tools;
    this.publication = publication;
    this.catalog = catalog;
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public void replay(String organisation) {
    List<UUID> chunk = List.of(new UUID(0, 0));
    while (!chunk.isEmpty()) {
      UUID after = chunk.getLast();
      chunk = QuarkusTransaction.requiringNew().call(() -> replayChunk(organisation, after));
    }
  }

  private List<UUID> replayChunk(String organisation, UUID after) {
    catalog.beginChange(organisation);
    List<Tool> chunk = tools.served(after, CHUNK);
    publication.publishDefinitions(chunk);
    return chunk.stream().map(Tool::id).toList();
  }
}
