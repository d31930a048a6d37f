package dev.gatehouse.registry.feature;

import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.catalog.CatalogSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Resources, resource templates and prompts in the catalogue. */
@ApplicationScoped
class FeatureCatalog implements CatalogSource {
  private static final int CHUNK = 500;

  private final FeatureRepository features;
  private final Catalog catalog;

  FeatureCatalog(FeatureRepository features, Catalog catalog) {
    this.features = features;
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
    List<Feature> chunk = features.after(after, CHUNK);
    chunk.stream().map(Feature::event).forEach(catalog::publish);
    return chunk.stream().map(Feature::id).toList();
  }
}
