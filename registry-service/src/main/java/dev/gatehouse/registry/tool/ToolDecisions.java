package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.tool.DefinitionVersion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people decide about changed definitions. */
@ApplicationScoped
class ToolDecisions {
  private final ConnectorRepository connectors;
  private final ToolRepository tools;
  private final DefinitionRepository definitions;
  private final ToolPublication publication;
  private final Catalog catalog;
  private final ChangeAudit audit;
  private final CurrentCaller callers;
  private final IfMatch ifMatch;

  ToolDecisions(
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

  /** A tool as audit records show it. */
  private record AuditedTool(ToolState status, String hash, @Nullable String pendingHash) {
    static AuditedTool of(Tool tool) {
      return new AuditedTool(tool.state, tool.servedHash, tool.pendingHash);
    }
  }

  /**
   * Decides about one tool.
   *
   * @param hash of the definition that was looked at, or null for the one that waits now
   */
  @Transactional
  ToolView decide(UUID connector, UUID id, @Nullable String hash, Verdict verdict) {
    catalog.beginChange(callers.get().organisation());
    Tool tool =
        tools
            .find(connector, id)
            .orElseThrow(() ->
                ProblemException.of(CommonProblem.NOT_FOUND, "The connector has no such tool."));
    ifMatch.require(tool.version);
    decide(tool, hash, verdict);
    return views(tool.organisation, List.of(tool), verdict).getFirst();
  }

  /** Decides about all of them, or about none and says of each what is in the way. */
  @Transactional
  List<ToolView> decide(UUID connector, BulkDecision decision, Verdict verdict) {
    catalog.beginChange(callers.get().organisation());
    if (connectors.findByIdOptional(connector).isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
    }
    List<BulkDecision.Item> items = Objects.requireNonNullElse(decision.tools(), List.of());
    if (items.isEmpty() || items.size() > BulkDecision.MAX) {
      throw ProblemException.invalid(
          List.of(new FieldError("/tools", "must be 1 to " + BulkDecision.MAX)));
    }
    List<Tool> decided = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      BulkDecision.Item item = items.get(i);
      Tool tool =
          item == null || item.id() == null ? null : tools.find(connector, item.id()).orElse(null);
      if (tool == null) {
        errors.add(new FieldError("/tools/" + i, "The connector has no such tool."));
        continue;
      }
      try {
        decide(tool, item.hash(), verdict);
        decided.add(tool);
      } catch (ProblemException e) {
        errors.add(new FieldError("/tools/" + i, String.valueOf(e.getMessage())));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors); // which takes back the others
    }
    return views(callers.get().organisation(), decided, verdict);
  }

  private void decide(Tool tool, @Nullable String hash, Verdict verdict) {
    if (tool.pendingHash == null) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "No changed definition of this tool waits to be approved.");
    }
    if (hash != null && !hash.equals(tool.pendingHash)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "Another definition waits by now, %s; look at it first.".formatted(tool.pendingHash));
    }
    AuditedTool before = AuditedTool.of(tool);
    DefinitionVersion waiting = definitions.find(tool.id, tool.pendingHash).orElseThrow();
    waiting.decide(verdict, callers.get().principal());
    if (verdict == Verdict.APPROVED) {
      tool.approve(waiting.hash);
    } else {
      tool.reject();
    }
    audit.record(
        verdict == Verdict.APPROVED ? "tool.approve" : "tool.reject",
        target(tool),
        before,
        AuditedTool.of(tool));
  }

  /** As they are now. Gateways are told of approved ones only: what they serve stays otherwise. */
  private List<ToolView> views(String organisation, List<Tool> decided, Verdict verdict) {
    tools.flush();
    if (verdict == Verdict.APPROVED) {
      publication.publish(organisation, decided.stream().filter(Tool::isServed).toList());
    }
    Map<UUID, JsonNode> documents = definitions.served(decided.stream().map(Tool::id).toList());
    return decided.stream().map(tool -> ToolView.of(tool, documents.get(tool.id))).toList();
  }

  private static Target target(Tool tool) {
    return new Target(
        "tool", tool.id.toString(), tool.name, tool.connectorId.toString(), null, tool.name);
  }
}
