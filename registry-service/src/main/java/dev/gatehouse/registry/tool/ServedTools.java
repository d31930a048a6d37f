package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.registry.connector.ToolsCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What {@code toolsCache} of a connector shows. */
@ApplicationScoped
class ServedTools implements ToolsCache {
  /** In one answer; of several connectors together a page has no more. */
  private static final int MAX_TOOLS = 2_048;

  private final ToolRepository tools;
  private final DefinitionRepository definitions;

  ServedTools(ToolRepository tools, DefinitionRepository definitions) {
    this.tools = tools;
    this.definitions = definitions;
  }

  @Override
  public Map<UUID, List<CachedTool>> of(Collection<UUID> connectors) {
    List<Tool> served =
        tools.ofConnectors(connectors, MAX_TOOLS).stream().filter(Tool::isServed).toList();
    Map<UUID, JsonNode> documents = definitions.served(served.stream().map(Tool::id).toList());
    return served.stream()
        .collect(
            Collectors.groupingBy(
                Tool::connectorId,
                Collectors.mapping(tool -> cached(tool, documents), Collectors.toList())));
  }

  @Override
  public Map<UUID, Long> sizes(Collection<UUID> connectors) {
    return definitions.sizes(connectors);
  }

  private static CachedTool cached(Tool tool, Map<UUID, JsonNode> documents) {
    JsonNode definition = documents.getOrDefault(tool.id, MissingNode.getInstance());
    return new CachedTool(
        tool.name, definition.path("description").textValue(), definition.get("inputSchema"));
  }
}
