package dev.gatehouse.registry.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.connector.ConnectorRemoving;
import dev.gatehouse.registry.connector.ConnectorRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose resources and prompts a gateway shows; nothing is shown that was not added. */
@ApplicationScoped
class ConnectorExposureService {
  private static final int MAX_CONNECTORS = 500;

  /** No version that a row can have. */
  private static final int NOT_THERE = -1;

  private final GatewayService gateways;
  private final GatewayRepository gatewayRows;
  private final ConnectorExposureRepository exposures;
  private final ConnectorRepository connectors;
  private final GatewayPublication publication;
  private final ChangeAudit audit;
  private final IfMatch ifMatch;

  ConnectorExposureService(
      GatewayService gateways,
      GatewayRepository gatewayRows,
      ConnectorExposureRepository exposures,
      ConnectorRepository connectors,
      GatewayPublication publication,
      ChangeAudit audit,
      IfMatch ifMatch) {
    this.gateways = gateways;
    this.gatewayRows = gatewayRows;
    this.exposures = exposures;
    this.connectors = connectors;
    this.publication = publication;
    this.audit = audit;
    this.ifMatch = ifMatch;
  }

  @Transactional
  List<ConnectorExposureView> list(UUID gateway) {
    gateways.get(GatewayKind.GATEWAY, gateway);
    return exposures.of(gateway).stream().map(ConnectorExposureView::of).toList();
  }

  @Transactional
  ConnectorExposureView put(UUID gatewayId, UUID connector, ConnectorExposureSettings settings) {
    GatewayService.require(settings.check());
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    if (connectors.findByIdOptional(connector).isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
    }
    @Nullable ConnectorExposure known = exposures.find(gatewayId, connector).orElse(null);
    ifMatch.require(known == null ? NOT_THERE : known.version);
    ConnectorExposureSettings before = known == null ? null : known.settings();
    ConnectorExposure exposure = known == null ? add(gateway, connector) : known;
    exposure.apply(settings);
    exposures.persist(exposure);
    exposures.flush();
    publication.publish(gateway);
    audit.record("gateway.connector.set", target(gateway, connector), before, settings);
    return ConnectorExposureView.of(exposure);
  }

  private ConnectorExposure add(Gateway gateway, UUID connector) {
    if (exposures.count("gatewayId", gateway.id) >= MAX_CONNECTORS) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "A gateway shows the resources and prompts of at most %d connectors."
              .formatted(MAX_CONNECTORS));
    }
    return new ConnectorExposure(gateway, UuidCreator.getTimeOrderedEpoch(), connector);
  }

  @Transactional
  void remove(UUID gatewayId, UUID connector) {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    ConnectorExposure exposure =
        exposures
            .find(gatewayId, connector)
            .orElseThrow(() ->
                ProblemException.of(
                    CommonProblem.NOT_FOUND, "The gateway does not show this connector."));
    ifMatch.require(exposure.version);
    exposures.delete(exposure);
    exposures.flush();
    publication.publish(gateway);
    audit.record("gateway.connector.remove", target(gateway, connector), exposure.settings(), null);
  }

  void connectorRemoving(@Observes ConnectorRemoving event) {
    List<ConnectorExposure> gone = exposures.ofConnector(event.connector());
    gone.forEach(exposures::delete);
    exposures.flush();
    gone.forEach(exposure -> publication.publish(gatewayRows.findById(exposure.gatewayId)));
  }

  private static Target target(Gateway gateway, UUID connector) {
    return new Target(
        "gateway",
        gateway.id.toString(),
        gateway.name,
        connector.toString(),
        gateway.id.toString(),
        null);
  }
}
