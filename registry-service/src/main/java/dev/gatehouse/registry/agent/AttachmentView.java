package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.registry.gateway.ToolRule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that is attached to an agent or runner.
 *
 * @param allowedTools the server's names of the only tools that are taken; absent for all
 */
record AttachmentView(
    UUID mcpServerId,
    @Nullable List<String> allowedTools,
    Instant createdAt,
    @JsonIgnore long version)
    implements Versioned {

  static AttachmentView of(ToolRule rule) {
    return new AttachmentView(
        rule.connector(), rule.filter().allowedTools(), rule.createdAt(), rule.version());
  }
}
