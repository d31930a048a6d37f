package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.tool.DefinitionVersion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people see of tools and decide about changed definitions. */
@ApplicationScoped
class ToolService {
  private final ConnectorRepository connectors;
  private final ToolRepository tools;
  private final DefinitionRepository definitions;
  private final ToolPublication publication;
  private final Catalog catalog;
  private final ChangeAudit audit;
  private final CurrentCaller callers;
  private final IfMatch ifMatch;

  ToolService(
      ConnectorRepository connectors,
      ToolRepository tools,
      DefinitionRepository definitions,
      ToolPublication publication,
      Catalog catalog,
      ChangeAudit audit,
      CurrentCaller callers,
      IfMatch ifMatch) {
    this.connectors = connectors;
    this.tools = tools;
    this.definitions = definitions;
    this.publication = publication;
    this.catalog = catalog;
    this.audit = audit;
    this.callers = callers;
    this.ifMatch = ifMatch;
  }

  @Transactional
  Page<ToolView> page(UUID connector, PageRequest request) {
    if (connectors.findByIdOptional(connector).isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
    }
    return tools.page(connector, request).map(this::views);
  }

  @Transactional
  ToolDetailView detail(UUID connector, UUID id) {
    Tool tool = get(connector, id);
    JsonNode served = definition(tool, tool.servedHash).definition;
    JsonNode pending =
        definitions.find(id, tool.pendingHash).map(version -> version.definition).orElse(null);
    return new ToolDetailView(ToolView.of(tool, served), served, pending);
  }

  /**
   * @param hash of the definition that was looked at, or null for the one that waits now
   */
  @Transactional
  ToolView approve(UUID connector, UUID id, @Nullable String hash) {
    Tool tool = lockPending(connector, id, hash);
    DefinitionVersion waiting = decide(tool, Verdict.APPROVED);
    AuditedTool before = AuditedTool.of(tool);
    tool.approve(waiting.hash);
    publication.publish(tool.organisation, List.of(tool));
    tools.flush();
    audit.record("tool.approve", target(tool), before, AuditedTool.of(tool));
    return ToolView.of(tool, waiting.definition);
  }

  /** See {@link #approve}. */
  @Transactional
  ToolView reject(UUID connector, UUID id, @Nullable String hash) {
    Tool tool = lockPending(connector, id, hash);
    decide(tool, Verdict.REJECTED);
    AuditedTool before = AuditedTool.of(tool);
    tool.reject();
    tools.flush();
    audit.record("tool.reject", target(tool), before, AuditedTool.of(tool));
    return ToolView.of(tool, definition(tool, tool.servedHash).definition);
  }

  private Tool lockPending(UUID connector, UUID id, @Nullable String hash) {
    catalog.beginChange(callers.get().organisation());
    Tool tool = get(connector, id);
    ifMatch.require(tool.version);
    if (tool.pendingHash == null) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "No changed definition of this tool waits to be approved.");
    }
    if (hash != null && !hash.equals(tool.pendingHash)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "Another definition waits by now, %s; look at it first.".formatted(tool.pendingHash));
    }
    return tool;
  }

  private DefinitionVersion decide(Tool tool, Verdict verdict) {
    Caller caller = callers.get();
    DefinitionVersion waiting = definition(tool, tool.pendingHash);
    waiting.decide(verdict, caller.principal());
    return waiting;
  }

  private Tool get(UUID connector, UUID id) {
    return tools
        .find(connector, id)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "The connector has no such tool."));
  }

  private DefinitionVersion definition(Tool tool, @Nullable String hash) {
    return definitions.find(tool.id, hash).orElseThrow();
  }

  private List<ToolView> views(List<Tool> page) {
    Map<UUID, JsonNode> documents = definitions.served(page.stream().map(Tool::id).toList());
    return page.stream().map(tool -> ToolView.of(tool, documents.get(tool.id))).toList();
  }

  private static Target target(Tool tool) {
    return new Target(
        "tool", tool.id.toString(), tool.name, tool.connectorId.toString(), null, tool.name);
  }

  /** A tool as audit records show it. */
  private record AuditedTool(ToolState status, String hash, @Nullable String pendingHash) {
    static AuditedTool of(Tool tool) {
      return new AuditedTool(tool.state, tool.servedHash, tool.pendingHash);
    }
  }
}
