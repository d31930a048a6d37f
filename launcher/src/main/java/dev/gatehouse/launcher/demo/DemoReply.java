package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a POST is answered with.
 *
 * @param status HTTP status
 * @param body JSON-RPC message; null for none
 */
record DemoReply(int status, @Nullable ObjectNode body) {

  static DemoReply accepted() {
    return new DemoReply(202, null);
  }

  static DemoReply result(JsonNode id, ObjectNode result) {
    var body = message(id);
    body.set("result", result);
    return new DemoReply(200, body);
  }

  static DemoReply error(int status, JsonNode id, int code, String text) {
    return error(status, id, code, text, null);
  }

  static DemoReply error(
      int status, JsonNode id, int code, String text, @Nullable ObjectNode data) {
    var body = message(id);
    var error = body.putObject("error").put("code", code).put("message", text);
    if (data != null) {
      error.set("data", data);
    }
    return new DemoReply(status, body);
  }

  private static ObjectNode message(JsonNode id) {
    var body = Json.mapper().createObjectNode().put("jsonrpc", "2.0");
    body.set("id", id.isMissingNode() ? null : id);
    return body;
  }
}
