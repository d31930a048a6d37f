package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.registry.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Tells gateways of tools in the order that they need: definitions, what refers to them, then what
 * is gone. Only approved definitions are ever told.
 */
@ApplicationScoped
class ToolPublication {
  private final DefinitionRepository definitions;
  private final Catalog catalog;
  private final Event<ToolsChanged> changed;

  ToolPublication(DefinitionRepository definitions, Catalog catalog, Event<ToolsChanged> changed) {
    this.definitions = definitions;
    this.catalog = catalog;
    this.changed = changed;
  }

  /**
   * Publishes a change.
   *
   * @param tools those whose served definition has changed, appeared or gone
   */
  void publish(String organisation, Collection<Tool> tools) {
    if (tools.isEmpty()) {
      return;
    }
    List<Tool> served = tools.stream().filter(Tool::isServed).toList();
    publishDefinitions(served);
    Set<UUID> ids = new HashSet<>();
    tools.forEach(tool -> ids.add(tool.id));
    changed.fire(new ToolsChanged(organisation, ids));
    tools.stream().filter(tool -> !tool.isServed()).forEach(this::withdraw);
  }

  void publishDefinitions(List<Tool> served) {
    Map<UUID, JsonNode> documents = definitions.served(served.stream().map(Tool::id).toList());
    for (Tool tool : served) {
      catalog.publish(
          new ToolDefinition(
              tool.organisation,
              tool.id.toString(),
              tool.connectorId.toString(),
              tool.name,
              tool.servedHash,
              Objects.requireNonNull(documents.get(tool.id))));
    }
  }

  void withdraw(Tool tool) {
    catalog.remove(tool.key());
  }
}
