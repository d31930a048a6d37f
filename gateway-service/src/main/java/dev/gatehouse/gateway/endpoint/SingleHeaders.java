package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.mcp.wire.McpHeader;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers that a request may carry once. Of two of them somebody on the way may have judged the
 * other one.
 */
final class SingleHeaders {
  private static final List<String> NAMES =
      List.of(
          "Origin",
          "Authorization",
          McpHeader.PROTOCOL_VERSION,
          McpHeader.METHOD,
          McpHeader.NAME,
          McpHeader.SESSION_ID);

  /** One that is there more than once; null if there is none. */
  static @Nullable String repeated(MultiMap headers) {
    int seen = 0;
    for (Map.Entry<String, String> header : headers) {
      int index = index(header.getKey());
      if (index >= 0) {
        int bit = 1 << index;
        if ((seen & bit) != 0) {
          return NAMES.get(index);
        }
        seen |= bit;
      }
    }
    return null;
  }

  private static int index(String name) {
    for (int i = 0; i < NAMES.size(); i++) {
      String known = NAMES.get(i);
      if (known.length() == name.length() && known.equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private SingleHeaders() {}
}
