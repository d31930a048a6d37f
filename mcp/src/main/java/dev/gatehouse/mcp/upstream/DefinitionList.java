package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list method gave, all pages together and in the upstream's order.
 *
 * @param version the revision that the upstream speaks with us
 * @param dropped what the protocol asks clients to leave out, or what cannot be named, and why
 * @param incomplete why pages are missing; null if this is the whole list. Only a whole list says
 *     that something is gone
 */
public record DefinitionList(
    List<Definition> definitions,
    ProtocolVersion version,
    List<Dropped> dropped,
    @Nullable UpstreamFailure incomplete) {

  /**
   * @param name empty if it has none
   */
  public record Dropped(String name, String reason) {}

  public boolean complete() {
    return incomplete == null;
  }
}
