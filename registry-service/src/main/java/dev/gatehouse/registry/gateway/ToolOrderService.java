package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.audit.ChangeAudit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** In which order a gateway shows its tools. Counts as a change of the gateway. */
@ApplicationScoped
class ToolOrderService {
  private final GatewayService gateways;
  private final ExposureRepository exposures;
  private final GatewayPublication publication;
  private final ChangeAudit audit;
  private final IfMatch ifMatch;

  ToolOrderService(
      GatewayService gateways,
      ExposureRepository exposures,
      GatewayPublication publication,
      ChangeAudit audit,
      IfMatch ifMatch) {
    this.gateways = gateways;
    this.exposures = exposures;
    this.publication = publication;
    this.audit = audit;
    this.ifMatch = ifMatch;
  }

  @Transactional
  void set(UUID gatewayId, ToolOrder order) {
    if (order.tools() == null) {
      GatewayService.require(List.of(new FieldError("/tools", "is required")));
      return;
    }
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    ifMatch.require(gateway.version);
    Map<UUID, Exposure> others = new LinkedHashMap<>();
    exposures.inOrder(gatewayId).forEach(exposure -> others.put(exposure.id, exposure));
    List<String> before = names(others.values());
    List<Exposure> wanted = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < order.tools().size(); i++) {
      Exposure exposure = others.remove(order.tools().get(i));
      if (exposure == null) {
        errors.add(new FieldError("/tools/" + i, "is not in this gateway, or is there twice"));
      } else {
        wanted.add(exposure);
      }
    }
    GatewayService.require(errors);
    wanted.addAll(others.values());
    for (int position = 0; position < wanted.size(); position++) {
      wanted.get(position).position = position;
    }
    gateway.updatedAt = Instant.now();
    exposures.flush();
    publication.publish(gateway);
    audit.record(
        "gateway.tool.order",
        Target.of("gateway", gateway.id.toString(), gateway.name),
        before,
        names(wanted));
  }

  private static List<String> names(java.util.Collection<Exposure> exposures) {
    return exposures.stream().map(exposure -> exposure.name).toList();
  }
}
