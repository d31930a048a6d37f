package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.tool.ToolState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool that an agent or runner works with, as its MCP URL shows it.
 *
 * @param name what it is called by
 * @param tool the upstream's name
 * @param inherited whether it comes from the agent's runner
 * @param status of the tool itself; it is shown while {@code active} or {@code pending}
 */
public record EffectiveTool(
    UUID toolId,
    UUID mcpServerId,
    String tool,
    String name,
    boolean inherited,
    @Nullable Scope neededScope,
    ToolState status) {}
