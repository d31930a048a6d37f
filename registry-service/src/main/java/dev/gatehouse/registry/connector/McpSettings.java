package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only connectors of kind {@code MCP} have. */
record McpSettings(
    @Nullable Transport transport,
    @Nullable String url,
    @Nullable String command,
    @Nullable List<String> args,
    @Nullable List<String> forwardedHeaders,
    @Nullable UpstreamOAuth oauth,
    @Nullable Long syncIntervalSeconds) {
  /** Their names in JSON. */
  static final Set<String> FIELDS =
      Set.of(
          "transport",
          "url",
          "command",
          "args",
          "forwardedHeaders",
          "oauth",
          "syncIntervalSeconds");

  static final McpSettings NONE = new McpSettings(null, null, null, null, null, null, null);
}
