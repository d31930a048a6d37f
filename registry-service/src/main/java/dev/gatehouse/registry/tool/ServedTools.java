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
  private final ToolRepository tools;
  private final DefinitionRepository definitions;

  ServedTools(ToolRepository tools, DefinitionRepository definitions) {
    this.tools = tools;
    this.definitions = definitions;
  }

  @Override
  public Map<UUID, List<CachedTool>> of(Collection<UUID> connectors) {
    List<Tool> served =
        tools.list("connectorId in ?1 order by name", connectors).stream()
            .filter(Tool::isServed)
            .toList();
    Map<UUID, JsonNode> documents = definitions.served(served.stream().map(Tool::id).toList());
    return served.stream()
        .collect(
            Collectors.groupingBy(
                Tool::connectorId,
                Collectors.mapping(tool -> cached(tool, documents), Collectors.toList())));
  }

  private static CachedTool cached(Tool tool, Map<UUID, JsonNode> documents) {
    JsonNode definition = documents.getOrDefault(tool.id, MissingNode.getInstance());
    return new CachedTool(
        tool.name, definition.path("description").textValue(), definition.get("inputSchema"));
  }
}
