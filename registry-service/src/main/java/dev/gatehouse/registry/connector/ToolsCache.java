package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tools that connectors are served with, for views of connectors. */
public interface ToolsCache {

  /**
   * Tools by connector; a connector without tools may be absent, and of one with very many the last
   * may be: the list of its tools has all.
   */
  Map<UUID, List<CachedTool>> of(Collection<UUID> connectors);

  /**
   * How large the definitions of their tools are together, by connector: in characters, with 2,048
   * for each tool besides.
   */
  Map<UUID, Long> sizes(Collection<UUID> connectors);

  /** A tool as {@code toolsCache} shows it. */
  record CachedTool(String name, @Nullable String description, @Nullable JsonNode inputSchema) {}
}
