package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/** An MCP server (2026-07-28, stateless) that answers as fast as it can: prepared bytes. */
final class Upstream {
  static final String SMALL = "small";
  static final String LARGE = "large";

  private final Buffer small = Buffer.buffer(result(100));
  private final Buffer large = Buffer.buffer(result(10_240));
  private final JsonObject tools;
  private final Buffer list;
  private final AtomicLong requests = new AtomicLong();
  private final HttpServer server;

  /**
   * @param count tools that it lists, the two that can be called among them
   */
  Upstream(Vertx vertx, int count) {
    tools = tools(count);
    list = new JsonObject().put("jsonrpc", "2.0").put("id", 7).put("result", tools).toBuffer();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.bodyHandler(body -> answer(request, body)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  /** How many it has been asked. */
  long requests() {
    return requests.get();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/mcp";
  }

  private void answer(HttpServerRequest request, Buffer body) {
    requests.incrementAndGet();
    String method = request.getHeader("Mcp-Method");
    if ("tools/call".equals(method)) {
      Buffer result = LARGE.equals(request.getHeader("Mcp-Name")) ? large : small;
      send(
          request,
          Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":")
              .appendString(id(body))
              .appendString(",\"result\":")
              .appendBuffer(result)
              .appendString("}"));
      return;
    }
    if ("tools/list".equals(method) && "7".equals(id(body))) { // as our load asks
      send(request, list);
      return;
    }
    JsonObject message = body.toJsonObject();
    Object result =
        switch (message.getString("method")) {
          case "server/discover" -> discover();
          case "tools/list" -> tools;
          default -> null;
        };
    JsonObject reply = new JsonObject().put("jsonrpc", "2.0").put("id", message.getValue("id"));
    if (result == null) {
      request.response().setStatusCode(404);
      reply.put("error", new JsonObject().put("code", -32601).put("message", "Method not found"));
    } else {
      reply.put("result", result);
    }
    send(request, reply.toBuffer());
  }

  /** The id is the last number of the text before {@code method} in what the gateway writes. */
  private static String id(Buffer body) {
    String text = body.toString();
    int start = text.indexOf("\"id\":") + 5;
    int end = start;
    while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '}') {
      end++;
    }
    return text.substring(start, end);
  }

  private static void send(HttpServerRequest request, Buffer body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }

  private static JsonObject discover() {
    return new JsonObject()
        .put("resultType", "complete")
        .put("supportedVersions", new JsonArray().add("2026-07-28"))
        .put("capabilities", new JsonObject().put("tools", new JsonObject()))
        .put("serverInfo", new JsonObject().put("name", "benchmark").put("version", "1"))
        .put("ttlMs", 0)
        .put("cacheScope", "private");
  }

  private static JsonObject tools(int count) {
    JsonArray tools = new JsonArray().add(tool(SMALL)).add(tool(LARGE));
    for (int i = tools.size(); i < count; i++) {
      tools.add(tool("tool-%05d".formatted(i)));
    }
    return new JsonObject()
        .put("resultType", "complete")
        .put("tools", tools)
        .put("ttlMs", 0)
        .put("cacheScope", "private");
  }

  private static JsonObject tool(String name) {
    JsonObject text =
        new JsonObject().put("type", "string").put("description", "What " + name + " is given.");
    return new JsonObject()
        .put("name", name)
        .put("description", "Answers with as much text as its name says.")
        .put(
            "inputSchema",
            new JsonObject()
                .put("type", "object")
                .put("properties", new JsonObject().put("text", text)))
        .put("annotations", new JsonObject().put("readOnlyHint", true));
  }

  private static String result(int bytes) {
    String frame =
        "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}";
    return frame.formatted("x".repeat(bytes - frame.length() + 2));
  }
}
