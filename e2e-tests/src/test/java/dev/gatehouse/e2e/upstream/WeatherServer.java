package dev.gatehouse.e2e.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server of a few tools that needs nothing but the JDK: each answers with its name and
 * arguments. It asks for a bearer token, unless it is open to everybody.
 */
public final class WeatherServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TOOLS =
      List.of("list_cities", "get_forecast", "create_alert", "delete_alert");

  private final HttpServer server;
  private final @Nullable String authorization;
  private final Map<String, Queue<String>> marks = new ConcurrentHashMap<>();
  private volatile String news = "";

  private WeatherServer(HttpServer server, @Nullable String authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  public static WeatherServer start(String bearer) {
    return startFor("Bearer " + bearer);
  }

  public static WeatherServer startForEverybody() {
    return startFor(null);
  }

  private static WeatherServer startFor(@Nullable String authorization) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      WeatherServer weather = new WeatherServer(server, authorization);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/mcp", weather::handle);
      server.start();
      return weather;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null && !authorization.equals(shown)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      if (!request.has("id")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
      answer.set("id", request.path("id"));
      switch (request.path("method").asText()) {
        case "initialize" -> initialize(answer.putObject("result"));
        case "tools/list" -> list(answer.putObject("result"));
        case "tools/call" -> call(answer, request.path("params"));
        case "ping" -> answer.putObject("result");
        default -> answer.putObject("error").put("code", -32601).put("message", "not here");
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void initialize(ObjectNode result) {
    result.put("protocolVersion", "2025-11-25");
    result.putObject("capabilities").putObject("tools");
    result.putObject("serverInfo").put("name", "weather").put("version", "1");
  }

  private static void list(ObjectNode result) {
    var tools = result.putArray("tools");
    for (String name : TOOLS) {
      ObjectNode tool = tools.addObject().put("name", name).put("description", "Does " + name);
      tool.putObject("inputSchema").put("type", "object");
    }
  }

  /** The argument {@code mark} of every call of a tool that has arrived, in its order. */
  public List<String> marks(String tool) {
    return List.copyOf(marksOf(tool));
  }

  private Queue<String> marksOf(String tool) {
    return marks.computeIfAbsent(tool, _ -> new ConcurrentLinkedQueue<>());
  }

  /**
   * What calls with an argument {@code tell} are answered with from now on: {@code result}, {@code
   * failure} (a result that is an error) or {@code error} (of JSON-RPC).
   */
  public void tell(String news) {
    this.news = news;
  }

  private void call(ObjectNode answer, JsonNode params) {
    String tool = params.path("name").asText();
    JsonNode arguments = params.path("arguments");
    String mark = arguments.path("mark").asText();
    if (!mark.isEmpty()) {
      marksOf(tool).add(mark);
    }
    String tell = arguments.path("tell").asText();
    if (tell.equals("error")) {
      answer.putObject("error").put("code", -32000).put("message", news);
      return;
    }
    ObjectNode result = answer.putObject("result");
    if (tell.equals("failure")) {
      result.put("isError", true);
    }
    result
        .putArray("content")
        .addObject()
        .put("type", "text")
        .put("text", tell.isEmpty() ? tool + " " + arguments : news);
  }
}
