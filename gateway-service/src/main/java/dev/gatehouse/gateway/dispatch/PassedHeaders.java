package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.stdio.StdioCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers of a client's that a connector lists: only these reach its server. Credentials never do,
 * whatever is listed, and the protocol's own are the gateway's to say.
 */
final class PassedHeaders {
  private static final Set<String> NEVER =
      Set.of("authorization", "proxy-authorization", "cookie", "forwarded");

  static Map<String, String> of(Conversation conversation, ConnectorManifest connector) {
    List<String> listed = connector.forwardedHeaders();
    if (listed.isEmpty() || connector.transport().equals(StdioCommand.SCHEME)) {
      return Map.of();
    }
    Map<String, String> passed = HashMap.newHashMap(listed.size());
    for (String name : listed) {
      String value = never(name.toLowerCase(Locale.ROOT)) ? null : conversation.header(name);
      if (value != null) {
        passed.put(name, value);
      }
    }
    return passed;
  }

  private static boolean never(String name) {
    return NEVER.contains(name)
        || name.startsWith("gatehouse-")
        || name.startsWith("x-forwarded-")
        || name.startsWith("mcp-");
  }

  private PassedHeaders() {}
}
