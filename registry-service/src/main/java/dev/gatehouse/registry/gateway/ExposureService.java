package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.RegistryProblem;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.patch.MergePatch;
import dev.gatehouse.registry.tool.Tool;
import dev.gatehouse.registry.tool.ToolRepository;
import dev.gatehouse.registry.tool.ToolState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which tools a gateway shows and how; nothing is shown that was not added. */
@ApplicationScoped
class ExposureService {
  private final GatewayService gateways;
  private final ExposureRepository exposures;
  private final ToolRepository tools;
  private final ConnectorRepository connectors;
  private final GatewayPublication publication;
  private final ChangeAudit audit;
  private final CurrentCaller callers;
  private final IfMatch ifMatch;
  private final ObjectMapper mapper;
  private final RuleSync rules;
  private final GatewayConfig config;

  ExposureService(
      GatewayService gateways,
      ExposureRepository exposures,
      ToolRepository tools,
      ConnectorRepository connectors,
      GatewayPublication publication,
      ChangeAudit audit,
      CurrentCaller callers,
      IfMatch ifMatch,
      ObjectMapper mapper,
      RuleSync rules,
      GatewayConfig config) {
    this.gateways = gateways;
    this.exposures = exposures;
    this.tools = tools;
    this.connectors = connectors;
    this.publication = publication;
    this.audit = audit;
    this.callers = callers;
    this.ifMatch = ifMatch;
    this.mapper = mapper;
    this.rules = rules;
    this.config = config;
  }

  @Transactional
  Page<ExposureView> page(UUID gateway, PageRequest request) {
    gateways.get(GatewayKind.GATEWAY, gateway);
    return exposures
        .page(gateway, request)
        .map(found ->
            found.stream().map(shown -> ExposureView.of(shown.exposure(), shown.tool())).toList());
  }

  @Transactional
  ExposureView view(UUID gateway, UUID id) {
    gateways.get(GatewayKind.GATEWAY, gateway);
    Exposure exposure = get(gateway, id);
    return ExposureView.of(exposure, tools.findById(exposure.toolId));
  }

  @Transactional
  ExposureView add(UUID gatewayId, ExposureRequest request) {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    ExposureView added = add(gateway, request);
    publication.publish(gateway);
    return added;
  }

  /** Adds all of them, or none and says of each what is in the way. */
  @Transactional
  List<ExposureView> addAll(UUID gatewayId, ExposureBulk bulk) {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    List<ExposureRequest> requests = Objects.requireNonNullElse(bulk.tools(), List.of());
    if (requests.isEmpty() || requests.size() > ExposureBulk.MAX) {
      GatewayService.require(List.of(new FieldError("/tools", "must be 1 to " + ExposureBulk.MAX)));
    }
    List<ExposureView> added = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      String pointer = "/tools/" + i;
      try {
        added.add(add(gateway, Objects.requireNonNullElse(requests.get(i), ExposureRequest.NONE)));
      } catch (ProblemException e) {
        e.errors().forEach(at -> errors.add(new FieldError(pointer + at.pointer(), at.detail())));
        if (e.errors().isEmpty()) {
          errors.add(new FieldError(pointer, String.valueOf(e.getMessage())));
        }
      }
    }
    GatewayService.require(errors);
    publication.publish(gateway);
    return added;
  }

  private ExposureView add(Gateway gateway, ExposureRequest request) {
    GatewayService.require(request.check());
    requireMaySetScope(request.neededScope());
    Tool tool = tool(request);
    exposures.madeByRule(gateway.id, tool.id()).ifPresent(exposures::delete);
    if (exposures.count("gatewayId", gateway.id) >= config.maxTools()) {
      throw ProblemException.of(
          RegistryProblem.QUOTA_REACHED,
          "A gateway can show %d tools.".formatted(config.maxTools()));
    }
    Exposure exposure =
        new Exposure(
            gateway,
            UuidCreator.getTimeOrderedEpoch(),
            tool,
            exposures.nextPosition(gateway.id),
            request.settings());
    giveFreeName(exposure, tool);
    exposures.persist(exposure);
    exposures.flush();
    audit.record("gateway.tool.add", target(gateway, tool), null, exposure.settings());
    return ExposureView.of(exposure, tool);
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  ExposureView update(UUID gatewayId, UUID id, JsonNode patch) throws JsonProcessingException {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    Exposure exposure = get(gatewayId, id);
    ifMatch.require(exposure.version);
    Tool tool = tools.findById(exposure.toolId);
    ExposureSettings before = exposure.settings();
    ExposureSettings after =
        mapper.treeToValue(
            MergePatch.apply(mapper.valueToTree(before), patch), ExposureSettings.class);
    GatewayService.require(after.check());
    if (after.neededScope() != before.neededScope()) {
      requireMayChangeScope();
    }
    String known = exposure.name;
    exposure.apply(after, tool);
    if (before.alias() == null && after.alias() == null) {
      exposure.name = known; // clients know it, whoever else has come or gone since
    } else {
      giveFreeName(exposure, tool);
    }
    exposures.flush();
    publication.publish(gateway);
    audit.record("gateway.tool.update", target(gateway, tool), before, exposure.settings());
    return ExposureView.of(exposure, tool);
  }

  @Transactional
  void remove(UUID gatewayId, UUID id) {
    Gateway gateway = gateways.lock(GatewayKind.GATEWAY, gatewayId);
    Exposure exposure = get(gatewayId, id);
    ifMatch.require(exposure.version);
    if (exposure.ruleId != null) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "A rule shows this tool: change the rule, or set enabled to false.");
    }
    Tool tool = tools.findById(exposure.toolId);
    exposures.delete(exposure);
    exposures.flush();
    rules.apply(gateway); // one of them may show it too
    audit.record("gateway.tool.remove", target(gateway, tool), exposure.settings(), null);
  }

  private Exposure get(UUID gateway, UUID id) {
    return exposures
        .find(gateway, id)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "The gateway shows no such tool."));
  }

  private Tool tool(ExposureRequest request) {
    Optional<Tool> found =
        request.toolId() != null
            ? tools.findByIdOptional(request.toolId())
            : tools.find(
                Objects.requireNonNull(request.connectorId()),
                Objects.requireNonNull(request.tool()));
    return found
        .filter(tool -> tool.state() != ToolState.REMOVED)
        .orElseThrow(() -> ProblemException.of(CommonProblem.NOT_FOUND, "There is no such tool."));
  }

  /**
   * The tool that was added first keeps its name; a tool of another connector gets its connector's
   * slug in front. An alias is what somebody wants, and is not changed.
   */
  private void giveFreeName(Exposure exposure, Tool tool) {
    boolean mayBePrefixed =
        exposure.alias == null
            && !exposures.showsUnderOwnName(exposure.gatewayId, tool.id(), exposure.id);
    if (mayBePrefixed) {
      String free =
          FreeName.of(
              tool.name(),
              connectors.findById(tool.connectorId()).slug(),
              name -> exposures.hasName(exposure.gatewayId, name, exposure.id));
      exposure.name = Objects.requireNonNullElse(free, exposure.name);
    }
    requireFreeName(exposure);
  }

  private void requireFreeName(Exposure exposure) {
    if (exposures.hasName(exposure.gatewayId, exposure.name, exposure.id)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "The gateway shows a tool as '%s' already; give an alias.".formatted(exposure.name));
    }
  }

  private void requireMaySetScope(@Nullable Scope neededScope) {
    if (neededScope != null) {
      requireMayChangeScope();
    }
  }

  private void requireMayChangeScope() {
    if (!callers.get().may(Scope.ADMIN)) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "Only an administrator may set the scope that a tool needs.");
    }
  }

  private static Target target(Gateway gateway, Tool tool) {
    return new Target(
        "gateway",
        gateway.id.toString(),
        gateway.name,
        tool.connectorId().toString(),
        gateway.id.toString(),
        tool.name());
  }
}
