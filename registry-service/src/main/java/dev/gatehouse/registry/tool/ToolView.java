package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool in a connector's list.
 *
 * @param hash of the approved definition
 * @param pendingHash of the definition that waits to be approved
 * @param flags what to look at in the definition that the upstream had at the last run
 * @param allowed whether the connector's {@code allowedTools} has it
 */
record ToolView(
    UUID id,
    String name,
    @Nullable String description,
    ToolState status,
    String hash,
    @Nullable String pendingHash,
    boolean allowed,
    List<Flag> flags,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version)
    implements Versioned {

  static ToolView of(Tool tool, @Nullable JsonNode definition) {
    return new ToolView(
        tool.id,
        tool.name,
        definition == null ? null : definition.path("description").textValue(),
        tool.state,
        tool.servedHash,
        tool.pendingHash,
        tool.allowed,
        tool.flags,
        tool.createdAt,
        tool.updatedAt,
        tool.version);
  }
}
