package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Takes over what discovery says of an upstream as a whole. */
@ApplicationScoped
public class ConnectorHealth {
  private final ConnectorStatusRepository statuses;

  ConnectorHealth(ConnectorStatusRepository statuses) {
    this.statuses = statuses;
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
        .map(status -> status.apply(run, refused))
        .orElse(false);
  }
}
