package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.policy.NeededScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What calling a tool takes where no administrator said so; gateways come to the same. */
@ApplicationScoped
public class ToolScopes {
  private final DefinitionRepository definitions;

  ToolScopes(DefinitionRepository definitions) {
    this.definitions = definitions;
  }

  /**
   * By tool.
   *
   * @param trusted whether the annotations of their connector are trusted
   */
  public Map<UUID, Scope> of(Collection<Tool> tools, boolean trusted) {
    Map<UUID, JsonNode> served = definitions.served(tools.stream().map(Tool::id).toList());
    Map<UUID, Scope> scopes = new HashMap<>();
    for (Tool tool : tools) {
      JsonNode definition = served.getOrDefault(tool.id, MissingNode.getInstance());
      scopes.put(tool.id, NeededScope.of(null, tool.name, definition, trusted));
    }
    return scopes;
  }

  /** Those that {@code mcp:read} is enough for. */
  public Set<UUID> readOnly(Collection<Tool> tools, boolean trusted) {
    Set<UUID> readOnly = new HashSet<>();
    of(tools, trusted)
        .forEach((tool, scope) -> {
          if (scope == Scope.READ) {
            readOnly.add(tool);
          }
        });
    return readOnly;
  }
}
