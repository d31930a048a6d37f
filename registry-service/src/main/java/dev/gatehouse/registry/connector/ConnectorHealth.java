package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.registry.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes over what discovery says of an upstream as a whole. */
@ApplicationScoped
public class ConnectorHealth {
  private final ConnectorStatusRepository statuses;
  private final Catalog catalog;

  ConnectorHealth(ConnectorStatusRepository statuses, Catalog catalog) {
    this.statuses = statuses;
    this.catalog = catalog;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void apply(HealthChanged health) {
    statuses
        .findByIdOptional(UUID.fromString(health.connector()))
        .ifPresent(status -> status.apply(health));
  }

  /**
   * Takes over the run's findings about the server itself.
   *
   * @param refused tools that are not taken over
   * @return whether its tools are to be taken over too: the connector exists and no later run has
   *     been taken over
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean apply(RunFinished run, List<RefusedTool> refused) {
    return statuses
        .findByIdOptional(UUID.fromString(run.connector()))
        .map(status -> apply(status, run, refused))
        .orElse(false);
  }

  private boolean apply(ConnectorStatus status, RunFinished run, List<RefusedTool> refused) {
    Optional<ServerDescription> before = status.description();
    boolean newest = status.apply(run, refused);
    Optional<ServerDescription> after = status.description();
    if (!after.equals(before)) {
      after.ifPresent(catalog::publish);
    }
    return newest;
  }

  void connectorRemoving(@Observes ConnectorRemoving event) {
    catalog.remove(new EventKey(event.organisation(), "server", event.connector().toString()));
  }
}
