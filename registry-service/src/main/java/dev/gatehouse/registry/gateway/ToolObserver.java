package dev.gatehouse.registry.gateway;

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

  ToolObserver(
      GatewayRepository gateways, ExposureRepository exposures, GatewayPublication publication) {
    this.gateways = gateways;
    this.exposures = exposures;
    this.publication = publication;
  }

  void toolsChanged(@Observes ToolsChanged event) {
    gateways.exposing(event.tools()).forEach(publication::publish);
  }

  void toolsRemoving(@Observes ToolsRemoving event) {
    List<Gateway> concerned = gateways.exposing(event.tools());
    exposures.deleteOf(event.tools());
    concerned.forEach(publication::publish);
  }
}
