package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.Span;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream says of itself at the opening; all of it untrusted.
 *
 * @param capabilities missing node if it said nothing of them
 */
public record ServerSummary(
    ProtocolVersion version,
    JsonNode capabilities,
    @Nullable JsonNode serverInfo,
    @Nullable String instructions) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** For the result of {@code initialize} or {@code server/discover}. */
  static ServerSummary of(ProtocolVersion version, byte[] body, Span result) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(body, result.start(), result.length());
    } catch (IOException e) {
      tree = MAPPER.missingNode();
    }
    JsonNode info =
        version.modern() ? tree.path("_meta").path(MetaKey.SERVER_INFO) : tree.path("serverInfo");
    return new ServerSummary(
        version,
        tree.path("capabilities"),
        info.isObject() ? info : null,
        tree.path("instructions").textValue());
  }

  /** Whether it is to be asked for a list; who declares nothing at all is asked for everything. */
  public boolean has(ListedKind kind) {
    return !capabilities.isObject() || capabilities.has(kind.capability());
  }
}
