package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.gateway.Gateway;
import dev.gatehouse.registry.gateway.GatewayKind;
import dev.gatehouse.registry.gateway.GatewayService;
import dev.gatehouse.registry.gateway.ToolFilter;
import dev.gatehouse.registry.gateway.ToolRule;
import dev.gatehouse.registry.gateway.ToolRuleRepository;
import dev.gatehouse.registry.gateway.ToolRuleService;
import dev.gatehouse.registry.patch.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What is attached to agents and runners: a rule each, for one server, that lets all its tools pass
 * or those that are named.
 */
@ApplicationScoped
class AttachmentService {
  private final GatewayService gateways;
  private final ToolRuleService rules;
  private final ToolRuleRepository rows;
  private final ObjectMapper mapper;

  AttachmentService(
      GatewayService gateways,
      ToolRuleService rules,
      ToolRuleRepository rows,
      ObjectMapper mapper) {
    this.gateways = gateways;
    this.rules = rules;
    this.rows = rows;
    this.mapper = mapper;
  }

  @Transactional
  List<AttachmentView> list(GatewayKind kind, UUID id) {
    gateways.get(kind, id);
    return rows.of(id).stream().map(AttachmentView::of).toList();
  }

  @Transactional
  AttachmentView view(GatewayKind kind, UUID id, UUID server) {
    gateways.get(kind, id);
    return AttachmentView.of(get(id, server));
  }

  @Transactional
  AttachmentView attach(GatewayKind kind, UUID id, AttachmentRequest request) {
    GatewayService.require(request.check());
    Gateway to = gateways.lock(kind, id);
    UUID server = Objects.requireNonNull(request.mcpServerId());
    if (rows.ofConnector(id, server).isPresent()) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "It is attached already; change its allowedTools instead.");
    }
    return AttachmentView.of(rules.add(to, server, request.filter()));
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  AttachmentView update(GatewayKind kind, UUID id, UUID server, JsonNode patch)
      throws JsonProcessingException {
    Gateway of = gateways.lock(kind, id);
    ToolRule rule = get(id, server);
    AttachmentChange before = new AttachmentChange(rule.filter().allowedTools());
    AttachmentChange after =
        mapper.treeToValue(
            MergePatch.apply(mapper.valueToTree(before), patch), AttachmentChange.class);
    return AttachmentView.of(
        rules.change(of, rule, new ToolFilter(after.allowedTools(), null, null)));
  }

  @Transactional
  void detach(GatewayKind kind, UUID id, UUID server) {
    Gateway from = gateways.lock(kind, id);
    rules.remove(from, get(id, server));
  }

  private ToolRule get(UUID id, UUID server) {
    return rows.ofConnector(id, server)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "This server is not attached."));
  }
}
