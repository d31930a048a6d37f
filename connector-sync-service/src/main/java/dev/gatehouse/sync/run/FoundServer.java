package dev.gatehouse.sync.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.ServerSummary;
import org.jspecify.annotations.Nullable;

/** What a server said of itself, cut to what one record can hold. */
record FoundServer(
    @Nullable JsonNode serverInfo, @Nullable String instructions, @Nullable JsonNode capabilities) {
  static final FoundServer UNKNOWN = new FoundServer(null, null, null);

  private static final int MAX_JSON = 16_000;
  private static final int MAX_INSTRUCTIONS = 16_000;

  static FoundServer of(ServerSummary summary) {
    String instructions = summary.instructions();
    JsonNode capabilities = summary.capabilities();
    return new FoundServer(
        bounded(summary.serverInfo()),
        instructions == null || instructions.length() <= MAX_INSTRUCTIONS
            ? instructions
            : instructions.substring(0, MAX_INSTRUCTIONS),
        capabilities.isObject() ? bounded(capabilities) : null);
  }

  private static @Nullable JsonNode bounded(@Nullable JsonNode node) {
    return node == null || node.toString().length() > MAX_JSON ? null : node;
  }
}
