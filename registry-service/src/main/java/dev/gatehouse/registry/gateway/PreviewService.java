package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.policy.Decision;
import dev.gatehouse.platform.policy.ToolPolicy;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.gateway.ExposureRepository.Shown;
import dev.gatehouse.registry.gateway.PreviewCaller.Foreseen;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.tool.Tool;
import dev.gatehouse.registry.tool.ToolScopes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller would see at a gateway. The decision is {@link ToolPolicy}, the one that gateways
 * make themselves.
 */
@ApplicationScoped
class PreviewService {
  private final GatewayService gateways;
  private final ExposureRepository exposures;
  private final ConnectorRepository connectors;
  private final ToolScopes scopes;
  private final PreviewCaller callers;

  PreviewService(
      GatewayService gateways,
      ExposureRepository exposures,
      ConnectorRepository connectors,
      ToolScopes scopes,
      PreviewCaller callers) {
    this.gateways = gateways;
    this.exposures = exposures;
    this.connectors = connectors;
    this.scopes = scopes;
    this.callers = callers;
  }

  @Transactional
  Page<PreviewTool> page(
      UUID id,
      @Nullable String user,
      @Nullable String apiKey,
      @Nullable String granted,
      PageRequest request) {
    Gateway gateway = gateways.get(GatewayKind.GATEWAY, id);
    Foreseen caller = callers.of(gateway, user, apiKey, granted);
    return exposures.page(id, request).map(found -> views(gateway, caller, found));
  }

  private List<PreviewTool> views(Gateway gateway, Foreseen caller, List<Shown> found) {
    Map<UUID, Scope> needed = needed(found);
    return found.stream()
        .map(shown -> {
          Scope scope = needed.get(shown.exposure().id);
          return switch (caller) {
            case Foreseen.Out(String reason) -> view(shown, scope, false, "admission", reason);
            case Foreseen.In in -> {
              Scope open = gateway.enabled ? scope : null;
              Decision decision = ToolPolicy.decide(in.caller(), gateway.id.toString(), open);
              yield view(
                  shown,
                  scope,
                  decision instanceof Decision.Allowed,
                  decision.rule(),
                  reason(decision));
            }
          };
        })
        .toList();
  }

  /** By exposure; none for what a gateway does not show to anybody. */
  private Map<UUID, Scope> needed(List<Shown> found) {
    Map<UUID, List<Shown>> byConnector =
        found.stream()
            .filter(shown -> shown.exposure().enabled && shown.tool().isServed())
            .collect(Collectors.groupingBy(shown -> shown.tool().connectorId()));
    Map<UUID, Scope> needed = new HashMap<>();
    byConnector.forEach((id, shown) -> {
      Connector connector = connectors.findById(id);
      if (connector.enabled()) {
        List<Tool> tools = shown.stream().map(Shown::tool).distinct().toList();
        Map<UUID, Scope> implied = scopes.of(tools, connector.trustedAnnotations());
        shown.forEach(one -> {
          Scope explicit = one.exposure().neededScope;
          needed.put(one.exposure().id, explicit != null ? explicit : implied.get(one.tool().id()));
        });
      }
    });
    return needed;
  }

  private static @Nullable String reason(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> null;
      case Decision.Unknown _ -> "it is switched off, or has no approved definition";
      case Decision.LacksScope(Scope scope) -> "the scope " + scope.value() + " is not granted";
      case Decision.LacksRole lacks -> "it takes the role " + lacks.needed().value();
      case Decision.OtherGateway _ -> "the key is good for another gateway";
    };
  }

  private static PreviewTool view(
      Shown shown, @Nullable Scope needed, boolean listed, String rule, @Nullable String reason) {
    return new PreviewTool(
        shown.tool().id(),
        shown.tool().connectorId(),
        shown.exposure().name,
        needed,
        listed,
        rule,
        reason);
  }
}
