package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.patch.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Rules of gateways; what is attached to agents and runners goes the same way. */
@ApplicationScoped
public class ToolRuleService {
  private static final int MAX_RULES = 100;

  private final GatewayService gateways;
  private final ToolRuleRepository rules;
  private final ConnectorRepository connectors;
  private final RuleSync sync;
  private final ChangeAudit audit;
  private final IfMatch ifMatch;
  private final ObjectMapper mapper;

  ToolRuleService(
      GatewayService gateways,
      ToolRuleRepository rules,
      ConnectorRepository connectors,
      RuleSync sync,
      ChangeAudit audit,
      IfMatch ifMatch,
      ObjectMapper mapper) {
    this.gateways = gateways;
    this.rules = rules;
    this.connectors = connectors;
    this.sync = sync;
    this.audit = audit;
    this.ifMatch = ifMatch;
    this.mapper = mapper;
  }

  /** A rule as audit records show it. */
  private record AuditedRule(UUID connectorId, ToolFilter filter) {
    static AuditedRule of(ToolRule rule) {
      return new AuditedRule(rule.connectorId, rule.filter());
    }
  }

  @Transactional
  List<ToolRuleView> list(UUID gateway) {
    gateways.get(GatewayKind.GATEWAY, gateway);
    return rules.of(gateway).stream().map(ToolRuleView::of).toList();
  }

  @Transactional
  ToolRuleView view(UUID gateway, UUID rule) {
    gateways.get(GatewayKind.GATEWAY, gateway);
    return ToolRuleView.of(get(gateway, rule));
  }

  @Transactional
  ToolRuleView add(UUID gatewayId, ToolRuleRequest request) {
    GatewayService.require(request.check());
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    return ToolRuleView.of(
        add(gateway, Objects.requireNonNull(request.connectorId()), request.filter()));
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  ToolRuleView update(UUID gatewayId, UUID id, JsonNode patch) throws JsonProcessingException {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    ToolRule rule = get(gatewayId, id);
    JsonNode merged = MergePatch.apply(mapper.valueToTree(rule.filter()), patch);
    return ToolRuleView.of(change(gateway, rule, mapper.treeToValue(merged, ToolFilter.class)));
  }

  @Transactional
  void remove(UUID gatewayId, UUID id) {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    remove(gateway, get(gatewayId, id));
  }

  /** Within a transaction that holds the organisation's lock. */
  @Transactional(Transactional.TxType.MANDATORY)
  public ToolRule add(Gateway gateway, UUID connector, ToolFilter filter) {
    if (connectors.findByIdOptional(connector).isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
    }
    if (rules.count("gatewayId", gateway.id) >= MAX_RULES) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "There can be %d of them at most.".formatted(MAX_RULES));
    }
    ToolRule rule = new ToolRule(gateway, UuidCreator.getTimeOrderedEpoch(), connector, filter);
    rules.persist(rule);
    sync.apply(gateway);
    audit.record(
        gateway.kind.value() + ".rule.add", target(gateway, rule), null, AuditedRule.of(rule));
    return rule;
  }

  /** See {@link #add}. */
  @Transactional(Transactional.TxType.MANDATORY)
  public ToolRule change(Gateway gateway, ToolRule rule, ToolFilter filter) {
    GatewayService.require(filter.check());
    ifMatch.require(rule.version);
    AuditedRule before = AuditedRule.of(rule);
    rule.apply(filter);
    rules.flush();
    sync.apply(gateway);
    audit.record(
        gateway.kind.value() + ".rule.update", target(gateway, rule), before, AuditedRule.of(rule));
    return rule;
  }

  /** See {@link #add}. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(Gateway gateway, ToolRule rule) {
    ifMatch.require(rule.version);
    AuditedRule before = AuditedRule.of(rule);
    Target target = target(gateway, rule);
    sync.applyWithout(gateway, rule);
    audit.record(gateway.kind.value() + ".rule.remove", target, before, null);
  }

  private ToolRule get(UUID gateway, UUID id) {
    return rules
        .find(gateway, id)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "The gateway has no such rule."));
  }

  private static Target target(Gateway gateway, ToolRule rule) {
    return new Target(
        gateway.kind.value(),
        gateway.id.toString(),
        gateway.name,
        rule.connectorId.toString(),
        gateway.id.toString(),
        null);
  }
}
