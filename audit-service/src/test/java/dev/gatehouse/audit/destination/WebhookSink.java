package dev.gatehouse.audit.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A system that takes records by HTTP, and keeps those that it has acknowledged. */
final class WebhookSink implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile int status = 200;
  private volatile Duration takes = Duration.ZERO;

  private WebhookSink(HttpServer server) {
    this.server = server;
  }

  static WebhookSink start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WebhookSink sink = new WebhookSink(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/records",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          sink.headers.add(Map.copyOf(exchange.getRequestHeaders()));
          sink.work();
          int status = sink.status;
          if (status == 200) {
            for (String line : body.split("\n")) {
              sink.taken.add(Json.mapper().readTree(line));
            }
          }
          if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return sink;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/records";
  }

  void answer(int wanted) {
    status = wanted;
  }

  /** How long each request takes from now on. */
  void takes(Duration time) {
    takes = time;
  }

  private void work() {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      Thread.sleep(takes);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      now.decrementAndGet();
    }
  }

  /** Requests that there were at the same time. */
  int mostAtOnce() {
    return most.get();
  }

  int requests() {
    return headers.size();
  }

  /** A header of the newest request. */
  String header(String name) {
    return headers.getLast().get(name).getFirst();
  }

  List<String> tools() {
    return taken.stream().map(record -> record.at("/target/tool").asText()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
