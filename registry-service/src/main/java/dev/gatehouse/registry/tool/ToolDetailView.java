package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.change.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * One tool with its documents, to decide about a change.
 *
 * @param definition the approved one
 * @param pendingDefinition the one that waits to be approved
 */
record ToolDetailView(
    @JsonUnwrapped ToolView tool, JsonNode definition, @Nullable JsonNode pendingDefinition)
    implements Versioned {

  @Override
  public long version() {
    return tool.version();
  }
}
