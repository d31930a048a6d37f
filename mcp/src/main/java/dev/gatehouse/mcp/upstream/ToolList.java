package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tools/list} gave, all pages together and in the upstream's order.
 *
 * @param version the revision that the upstream speaks with us
 * @param dropped names of tools that the protocol asks clients to leave out, and why
 * @param incomplete why pages are missing; null if this is the whole list. Only a whole list says
 *     that a tool is gone
 */
public record ToolList(
    List<ToolDefinition> tools,
    ProtocolVersion version,
    List<Dropped> dropped,
    @Nullable UpstreamFailure incomplete) {

  public record Dropped(String name, String reason) {}

  public boolean complete() {
    return incomplete == null;
  }
}
