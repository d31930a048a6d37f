package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON-RPC request as {@code curl} would send it: a single POST, no handshake, exactly the
 * headers that were asked for.
 */
public final class McpRequest {
  public static final String JSON = "application/json";
  public static final String EVENTS = "text/event-stream";
  public static final String MODERN = "2026-07-28";

  private final String url;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final ObjectNode message = Answer.JSON.createObjectNode();

  private McpRequest(String url, String method) {
    this.url = url;
    headers.put("Content-Type", JSON);
    message.put("jsonrpc", "2.0").put("id", 7).put("method", method).putObject("params");
  }

  public static McpRequest list(String url) {
    return new McpRequest(url, "tools/list");
  }

  public static McpRequest call(String url, String tool, Map<String, ?> arguments) {
    McpRequest request = new McpRequest(url, "tools/call");
    ((ObjectNode) request.message.path("params"))
        .put("name", tool)
        .set("arguments", Answer.JSON.valueToTree(arguments));
    return request;
  }

  public McpRequest bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  public McpRequest accept(String mediaTypes) {
    return header("Accept", mediaTypes);
  }

  public McpRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** A handshake revision: the header alone names it. */
  public McpRequest revision(String revision) {
    return header("MCP-Protocol-Version", revision);
  }

  /** Revision 2026-07-28: the body says what the headers say (Streamable HTTP of that revision). */
  public McpRequest modern() {
    ObjectNode params = (ObjectNode) message.path("params");
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", MODERN);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    meta.putObject("io.modelcontextprotocol/clientInfo").put("name", "curl").put("version", "1");
    header("MCP-Protocol-Version", MODERN);
    header("Mcp-Method", message.path("method").textValue());
    if (params.has("name")) {
      header("Mcp-Name", params.path("name").textValue());
    }
    return this;
  }

  public Answer send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(message.toString()));
    headers.forEach(request::header);
    return Http.send(request);
  }

  /** The JSON-RPC result; the answer may be JSON or exactly one SSE event. */
  public JsonNode result() {
    Answer answer = send().expect(200);
    JsonNode response = response(answer);
    if (!response.has("result") || response.path("id").intValue() != 7) {
      throw new AssertionError("not the result of this request: " + answer);
    }
    return response.path("result");
  }

  /** The JSON-RPC response inside an answer of either media type. */
  public static JsonNode response(Answer answer) {
    return answer.header("content-type").startsWith(EVENTS)
        ? ServerEvents.only(answer.body())
        : answer.json();
  }
}
