package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
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

  ToolService(
      ConnectorRepository connectors, ToolRepository tools, DefinitionRepository definitions) {
    this.connectors = connectors;
    this.tools = tools;
    this.definitions = definitions;
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
}
