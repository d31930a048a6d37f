package dev.gatehouse.registry.catalog;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;

/** Publishes the whole catalogue again, for a topic that was lost or made anew. */
@ApplicationScoped
class CatalogReplay {
  private static final String ORGANISATIONS =
      """
      SELECT organisation FROM connector
      UNION
      SELECT organisation FROM gateway
      ORDER BY 1
      """;

  private final EntityManager entities;
  private final Tenancy tenancy;
  private final List<CatalogSource> sources;

  CatalogReplay(EntityManager entities, Tenancy tenancy, @All List<CatalogSource> sources) {
    this.entities = entities;
    this.tenancy = tenancy;
    this.sources = sources.stream().sorted(Comparator.comparingInt(CatalogSource::order)).toList();
  }

  /** Returns how many organisations were published. */
  int run() {
    List<String> organisations =
        tenancy.asPlatform(() -> QuarkusTransaction.requiringNew().call(this::organisations));
    for (String organisation : organisations) {
      tenancy.in(
          organisation,
          () -> {
            sources.forEach(source -> source.replay(organisation));
            return organisation;
          });
    }
    return organisations.size();
  }

  private List<String> organisations() {
    return entities.createNativeQuery(ORGANISATIONS, String.class).getResultList().stream()
        .map(String.class::cast)
        .toList();
  }
}
