package dev.gatehouse.sync.exploration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.ServerSummary;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server said of itself, cut to what one record can hold. */
public record FoundServer(
    @Nullable JsonNode serverInfo, @Nullable String instructions, @Nullable JsonNode capabilities) {
  static final FoundServer UNKNOWN = new FoundServer(null, null, null);

  private static final int MAX_JSON = 16_000;
  private static final int MAX_INSTRUCTIONS = 16_000;

  /** Whether it says that it tells of changes of any of its lists. */
  public boolean tellsOfChanges() {
    return capabilities != null
        && Stream.of("tools", "resources", "prompts")
            .anyMatch(kind -> capabilities.path(kind).path("listChanged").asBoolean(false));
  }

  /**
   * @param redaction of the credential that the server was shown
   */
  static FoundServer of(ServerSummary summary, Redaction redaction) {
    String instructions = summary.instructions();
    JsonNode capabilities = summary.capabilities();
    return new FoundServer(
        bounded(summary.serverInfo(), redaction),
        instructions == null ? null : bounded(instructions, redaction),
        capabilities.isObject() ? bounded(capabilities, redaction) : null);
  }

  /** PostgreSQL stores no NUL in a text. */
  private static String bounded(String instructions, Redaction redaction) {
    String clean = redaction.clean(instructions).replace('\0', '\uFFFD');
    return clean.substring(0, Math.min(clean.length(), MAX_INSTRUCTIONS));
  }

  private static @Nullable JsonNode bounded(@Nullable JsonNode node, Redaction redaction) {
    if (node == null) {
      return null;
    }
    String text = node.toString();
    return text.length() > MAX_JSON || redaction.finds(text) ? null : node;
  }
}
