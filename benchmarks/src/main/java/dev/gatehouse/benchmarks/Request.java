package dev.gatehouse.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * A request of revision 2026-07-28.
 *
 * @param name for the {@code Mcp-Name} header; empty for none
 * @param params before {@code _meta}, with a comma at the end if there are any
 * @param expected what the head of a good reply contains
 */
record Request(String method, String name, String params, String expected) {

  static Request call(String tool) {
    return new Request(
        "tools/call", tool, "\"name\":\"%s\",\"arguments\":{},".formatted(tool), "\"result\"");
  }

  static Request list() {
    return new Request("tools/list", "", "", "\"tools\":[");
  }

  /**
   * @param minimum bytes of a good reply
   */
  Load load(int port, String path, String key, int minimum) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("MCP-Protocol-Version", "2026-07-28");
    headers.put("Mcp-Method", method);
    headers.put("Authorization", "Bearer " + key);
    if (!name.isEmpty()) {
      headers.put("Mcp-Name", name);
    }
    String body =
        """
        {"jsonrpc":"2.0","id":7,"method":"%s","params":{%s\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}}}\
        """
            .formatted(method, params);
    return new Load(port, path, headers, body, expected, minimum);
  }
}
