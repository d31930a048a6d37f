package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.event.DiscoveryEvent;
import dev.gatehouse.platform.event.DiscoveryEvent.FeaturesFound;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.outbox.Inbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.connector.ConnectorHealth;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.discovery.RunParts;
import dev.gatehouse.registry.feature.FeatureIntake;
import dev.gatehouse.registry.feature.FeatureParts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Acts on discovery events, each once. Tools that a run tells of are only kept; they hold once the
 * run says that it has ended. A failed run changes no tool, a partial one removes none.
 */
@ApplicationScoped
class DiscoveryIntake {
  private final Tenancy tenancy;
  private final Inbox inbox;
  private final Catalog catalog;
  private final ConnectorRepository connectors;
  private final ConnectorHealth health;
  private final DiscoveryParts parts;
  private final ToolIntake tools;
  private final FeatureParts featureParts;
  private final FeatureIntake features;

  DiscoveryIntake(
      Tenancy tenancy,
      Inbox inbox,
      Catalog catalog,
      ConnectorRepository connectors,
      ConnectorHealth health,
      DiscoveryParts parts,
      ToolIntake tools,
      FeatureParts featureParts,
      FeatureIntake features) {
    this.tenancy = tenancy;
    this.inbox = inbox;
    this.catalog = catalog;
    this.connectors = connectors;
    this.health = health;
    this.parts = parts;
    this.tools = tools;
    this.featureParts = featureParts;
    this.features = features;
  }

  /**
   * Acts on an event in one transaction.
   *
   * @return false if it was known already
   */
  boolean accept(String eventId, DiscoveryEvent event) {
    return tenancy.in(
        event.organisation(),
        () -> QuarkusTransaction.requiringNew().call(() -> act(eventId, event)));
  }

  private boolean act(String eventId, DiscoveryEvent event) {
    catalog.beginChange(event.organisation());
    if (!inbox.accept(eventId)) {
      return false;
    }
    switch (event) {
      case ToolsFound found ->
          parts.keep(
              found.connector(), found.run(), found.part(), found.organisation(), found.tools());
      case FeaturesFound found ->
          featureParts.keep(
              found.connector(), found.run(), found.part(), found.organisation(), found.features());
      case RunFinished run -> finish(run);
      case HealthChanged change -> health.apply(change);
    }
    return true;
  }

  private void finish(RunFinished run) {
    UUID connectorId = UUID.fromString(run.connector());
    RunParts.Collected<FoundTool> collected = parts.take(connectorId, run.run());
    Sifted sifted = Sifted.of(collected.found(), run.refused());
    boolean newest = health.apply(run, sifted.refused());
    if (!newest || run.outcome() == Outcome.FAILED) {
      features.drop(connectorId, run);
      return;
    }
    // Parts that are missing make a complete run a partial one: it must not remove anything.
    boolean complete = run.outcome() == Outcome.COMPLETE && collected.parts() == run.parts();
    connectors
        .findByIdOptional(connectorId)
        .ifPresent(connector -> {
          tools.take(connector, sifted, complete);
          features.take(connector, run);
        });
  }
}
