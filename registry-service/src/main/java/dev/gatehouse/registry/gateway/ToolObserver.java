package dev.gatehouse.registry.gateway;

import dev.gatehouse.registry.connector.TrustChanged;
import dev.gatehouse.registry.tool.ToolsChanged;
import dev.gatehouse.registry.tool.ToolsRemoving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** What changes of tools mean for the gateways that show them, within the same transaction. */
@ApplicationScoped
class ToolObserver {
  private final GatewayRepository gateways;
  private final ExposureRepository exposures;
  private final GatewayPublication publication;
  private final RuleSync rules;

  ToolObserver(
      GatewayRepository gateways,
      ExposureRepository exposures,
      GatewayPublication publication,
      RuleSync rules) {
    this.gateways = gateways;
    this.exposures = exposures;
    this.publication = publication;
    this.rules = rules;
  }

  void toolsChanged(@Observes ToolsChanged event) {
    List<Gateway> published = rules.toolsChanged(event.tools());
    gateways.exposing(event.tools()).stream()
        .filter(gateway -> !published.contains(gateway))
        .forEach(publication::publish);
  }

  /** Whether a tool only reads depends on it. */
  void trustChanged(@Observes TrustChanged event) {
    rules.connectorChanged(event.connector().id());
  }

  void toolsRemoving(@Observes ToolsRemoving event) {
    List<Gateway> concerned = gateways.exposing(event.tools());
    exposures.deleteOf(event.tools());
    concerned.forEach(publication::publish);
  }
}
