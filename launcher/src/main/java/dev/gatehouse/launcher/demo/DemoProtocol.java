package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.HeaderValue;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of both eras without any state: the handshake of the legacy revisions, and the
 * requests of 2026-07-28 that carry everything with them.
 */
final class DemoProtocol {

  private static final String VERSION = "1.0.0";
  private static final int TTL_MILLIS = 60_000;

  private DemoProtocol() {}

  /** Answers one message. */
  static DemoReply answer(byte[] body, Function<String, @Nullable String> header) {
    JsonNode message;
    try {
      message = Json.mapper().readTree(body);
    } catch (IOException e) {
      return DemoReply.error(400, noId(), ErrorCode.PARSE_ERROR, "The body is not JSON.");
    }
    if (!message.isObject() || !message.path("jsonrpc").asText().equals("2.0")) {
      return DemoReply.error(
          400, noId(), ErrorCode.INVALID_REQUEST, "The body is not one JSON-RPC message.");
    }
    if (!message.path("method").isTextual() || !message.has("id")) {
      return DemoReply.accepted();
    }
    var meta = message.path("params").path("_meta");
    var version = meta.path(MetaKey.PROTOCOL_VERSION).asText("");
    var claimed = Optional.ofNullable(header.apply(McpHeader.PROTOCOL_VERSION)).orElse("");
    boolean modern =
        !version.isEmpty()
            || ProtocolVersion.of(claimed).map(ProtocolVersion::modern).orElse(false);
    return modern ? modern(message, version, claimed, header) : legacy(message, claimed);
  }

  private static DemoReply modern(
      JsonNode message, String version, String claimed, Function<String, @Nullable String> header) {
    var id = message.path("id");
    var method = message.path("method").asText();
    if (!version.equals(claimed) || !method.equals(header.apply(McpHeader.METHOD))) {
      return DemoReply.error(
          400, id, ErrorCode.HEADER_MISMATCH, "The headers do not agree with the body.");
    }
    if (!version.equals(ProtocolVersion.LATEST_MODERN.wireName())) {
      var data = Json.mapper().createObjectNode().put("requested", version);
      data.putArray("supported").add(ProtocolVersion.LATEST_MODERN.wireName());
      return DemoReply.error(
          400, id, ErrorCode.UNSUPPORTED_VERSION, "This revision is not spoken here.", data);
    }
    var params = message.path("params");
    if (!params.path("_meta").path(MetaKey.CLIENT_CAPABILITIES).isObject()) {
      return DemoReply.error(
          400, id, ErrorCode.INVALID_PARAMS, "_meta lacks the client's capabilities.");
    }
    if (method.equals("tools/call") && !nameAgrees(params, header.apply(McpHeader.NAME))) {
      return DemoReply.error(
          400, id, ErrorCode.HEADER_MISMATCH, "The headers do not agree with the body.");
    }
    return switch (method) {
      case "server/discover" -> DemoReply.result(id, cacheable(complete(discovery())));
      case "tools/list" -> DemoReply.result(id, cacheable(complete(tools())));
      case "tools/call" -> call(id, params, true);
      default -> DemoReply.error(404, id, ErrorCode.METHOD_NOT_FOUND, "There is no " + method);
    };
  }

  private static boolean nameAgrees(JsonNode params, @Nullable String header) {
    var name = params.path("name").asText();
    return header != null && HeaderValue.decode(header).filter(name::equals).isPresent();
  }

  private static DemoReply legacy(JsonNode message, String claimed) {
    var id = message.path("id");
    if (!claimed.isEmpty() && ProtocolVersion.of(claimed).isEmpty()) {
      return DemoReply.error(
          400, id, ErrorCode.INVALID_REQUEST, "This revision is not spoken here.");
    }
    var method = message.path("method").asText();
    return switch (method) {
      case "initialize" -> DemoReply.result(id, initialized(message.path("params")));
      case "ping" -> DemoReply.result(id, Json.mapper().createObjectNode());
      case "tools/list" -> DemoReply.result(id, tools());
      case "tools/call" -> call(id, message.path("params"), false);
      default -> DemoReply.error(200, id, ErrorCode.METHOD_NOT_FOUND, "There is no " + method);
    };
  }

  private static ObjectNode initialized(JsonNode params) {
    var agreed =
        ProtocolVersion.of(params.path("protocolVersion").asText())
            .filter(version -> version.era() == Era.LEGACY)
            .orElse(ProtocolVersion.LATEST_LEGACY);
    var result = Json.mapper().createObjectNode().put("protocolVersion", agreed.wireName());
    result.putObject("capabilities").putObject("tools");
    result.set("serverInfo", serverInfo());
    return result;
  }

  private static ObjectNode discovery() {
    var result = Json.mapper().createObjectNode();
    result.putArray("supportedVersions").add(ProtocolVersion.LATEST_MODERN.wireName());
    result.putObject("capabilities").putObject("tools");
    return result;
  }

  private static ObjectNode tools() {
    var result = Json.mapper().createObjectNode();
    var tools = result.putArray("tools");
    for (var tool : DemoTool.values()) {
      tools.add(tool.definition());
    }
    return result;
  }

  private static DemoReply call(JsonNode id, JsonNode params, boolean modern) {
    var name = params.path("name").asText();
    var tool = DemoTool.find(name);
    if (tool.isEmpty()) {
      return DemoReply.error(
          modern ? 400 : 200, id, ErrorCode.INVALID_PARAMS, "Unknown tool: " + name);
    }
    var result = Json.mapper().createObjectNode();
    String text;
    try {
      text = tool.get().call(params.path("arguments"));
    } catch (IllegalArgumentException e) {
      text = String.valueOf(e.getMessage());
      result.put("isError", true);
    }
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return DemoReply.result(id, modern ? complete(result) : result);
  }

  private static ObjectNode complete(ObjectNode result) {
    result.put("resultType", "complete");
    result.putObject("_meta").set(MetaKey.SERVER_INFO, serverInfo());
    return result;
  }

  private static ObjectNode cacheable(ObjectNode result) {
    return result.put("ttlMs", TTL_MILLIS).put("cacheScope", "public");
  }

  private static ObjectNode serverInfo() {
    return Json.mapper()
        .createObjectNode()
        .put("name", "gatehouse-demo")
        .put("title", "Demo tools")
        .put("version", VERSION);
  }

  private static JsonNode noId() {
    return Json.mapper().missingNode();
  }
}
