package dev.gatehouse.registry.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A registry over HTTP that answers as a test wants, and keeps what it was asked. */
final class FakeRegistry implements AutoCloseable {
  private final HttpServer server;
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Map<String, String>, Reply> answers = _ -> new Reply(404, "");

  record Reply(int status, String body) {}

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/base/v0.1/servers", this::answer);
    server.start();
  }

  /** Answers by the parameters of a request. */
  FakeRegistry answering(Function<Map<String, String>, Reply> answers) {
    this.answers = answers;
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/");
  }

  /** Parameters of the requests so far. */
  List<Map<String, String>> asked() {
    return asked;
  }

  /** The cursors of the requests so far; empty for none. */
  List<String> cursors() {
    return asked.stream().map(query -> query.getOrDefault("cursor", "")).toList();
  }

  static Reply page(String next, ObjectNode... entries) {
    ObjectNode body = Json.mapper().createObjectNode();
    var servers = body.putArray("servers");
    for (ObjectNode entry : entries) {
      servers.add(entry);
    }
    body.putObject("metadata").put("count", entries.length).put("nextCursor", next);
    return new Reply(200, body.toString());
  }

  /** A document as registries list it. */
  static ObjectNode entry(ObjectNode document, String status, String updatedAt, boolean latest) {
    ObjectNode entry = Json.mapper().createObjectNode();
    entry.set("server", document);
    entry
        .putObject("_meta")
        .putObject("io.modelcontextprotocol.registry/official")
        .put("status", status)
        .put("publishedAt", "2025-01-02T03:04:05Z")
        .put("updatedAt", updatedAt)
        .put("isLatest", latest);
    return entry;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = new HashMap<>();
    for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    asked.add(query);
    Reply reply = answers.apply(query);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
