package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.gateway.EffectiveTool;
import dev.gatehouse.registry.gateway.EffectiveTools;
import dev.gatehouse.registry.gateway.Gateway;
import dev.gatehouse.registry.gateway.GatewayKind;
import dev.gatehouse.registry.gateway.GatewayRepository;
import dev.gatehouse.registry.gateway.GatewayRequest;
import dev.gatehouse.registry.gateway.GatewayService;
import dev.gatehouse.registry.gateway.GatewayView;
import dev.gatehouse.registry.gateway.RuleSync;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Agents and runners. They are gateways whose tools follow from what is attached. */
@ApplicationScoped
class AgentService {
  private final GatewayService gateways;
  private final GatewayRepository rows;
  private final EffectiveTools effective;
  private final RuleSync sync;
  private final ChangeAudit audit;
  private final Origin origin;

  AgentService(
      GatewayService gateways,
      GatewayRepository rows,
      EffectiveTools effective,
      RuleSync sync,
      ChangeAudit audit,
      Origin origin) {
    this.gateways = gateways;
    this.rows = rows;
    this.effective = effective;
    this.sync = sync;
    this.audit = audit;
    this.origin = origin;
  }

  @Transactional
  Page<AgentView> agents(PageRequest request) {
    return gateways
        .page(GatewayKind.AGENT, request)
        .map(found -> found.stream().map(agent -> AgentView.of(agent, origin)).toList());
  }

  @Transactional
  Page<GatewayView> runners(PageRequest request) {
    return gateways
        .page(GatewayKind.RUNNER, request)
        .map(found -> found.stream().map(runner -> GatewayView.of(runner, origin)).toList());
  }

  @Transactional
  AgentView agent(UUID id) {
    return AgentView.of(gateways.get(GatewayKind.AGENT, id), origin);
  }

  @Transactional
  GatewayView runner(UUID id) {
    return GatewayView.of(gateways.get(GatewayKind.RUNNER, id), origin);
  }

  @Transactional
  AgentView create(AgentRequest request) {
    Gateway agent = gateways.create(GatewayKind.AGENT, request.common());
    setRunner(agent, request.runnerId());
    return AgentView.of(agent, origin);
  }

  @Transactional
  GatewayView createRunner(GatewayRequest request) {
    return GatewayView.of(gateways.create(GatewayKind.RUNNER, request), origin);
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  AgentView update(UUID id, ObjectNode patch) throws JsonProcessingException {
    Gateway agent = gateways.lock(GatewayKind.AGENT, id);
    ObjectNode common = patch.deepCopy();
    JsonNode runner = common.remove("runnerId");
    gateways.update(agent, common);
    if (runner != null) {
      setRunner(agent, runner.isNull() ? null : runnerId(runner));
    }
    return AgentView.of(agent, origin);
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  GatewayView updateRunner(UUID id, ObjectNode patch) throws JsonProcessingException {
    return GatewayView.of(gateways.update(gateways.lock(GatewayKind.RUNNER, id), patch), origin);
  }

  /** Its agents stay, without what was attached to it. */
  @Transactional
  void deleteRunner(UUID id) {
    Gateway runner = gateways.lock(GatewayKind.RUNNER, id);
    List<Gateway> agents = rows.ofRunner(id);
    agents.forEach(agent -> agent.setRunner(null));
    rows.flush();
    gateways.delete(GatewayKind.RUNNER, runner.id());
    agents.forEach(sync::apply);
  }

  @Transactional
  void deleteAgent(UUID id) {
    gateways.delete(GatewayKind.AGENT, id);
  }

  @Transactional
  Page<EffectiveTool> tools(GatewayKind kind, UUID id, PageRequest request) {
    return effective.page(gateways.get(kind, id), request);
  }

  private void setRunner(Gateway agent, @Nullable UUID runner) {
    UUID before = agent.runner();
    if (Objects.equals(before, runner)) {
      return;
    }
    if (runner != null
        && rows.findByIdOptional(runner).filter(r -> r.kind() == GatewayKind.RUNNER).isEmpty()) {
      throw noRunner();
    }
    agent.setRunner(runner);
    rows.flush();
    sync.apply(agent);
    rows.flush();
    audit.record(
        "agent.runner.set",
        Target.of("agent", agent.id().toString(), agent.name()),
        before,
        runner);
  }

  private static UUID runnerId(JsonNode given) {
    try {
      return UUID.fromString(given.asText());
    } catch (IllegalArgumentException e) {
      throw noRunner();
    }
  }

  private static ProblemException noRunner() {
    return ProblemException.invalid(List.of(new FieldError("/runnerId", "is no runner here")));
  }
}
