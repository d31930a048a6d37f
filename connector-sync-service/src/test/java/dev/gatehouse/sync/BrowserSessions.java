package dev.gatehouse.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/** Plays auth-service: a browser with the cookie {@code user} is that user's. */
public final class BrowserSessions implements QuarkusTestResourceLifecycleManager {
  private static final String COOKIE = "user=";

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/internal/browser-session", BrowserSessions::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return Map.of(
        "gatehouse.connect.auth-url", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    boolean known = exchange.getRequestHeaders().getFirst("Gatehouse-Caller") != null;
    if (!known) {
      exchange.sendResponseHeaders(401, -1);
    } else if (!Objects.requireNonNullElse(cookie, "").startsWith(COOKIE)) {
      exchange.sendResponseHeaders(204, -1);
    } else {
      byte[] body =
          "{\"user\":\"%s\"}"
              .formatted(cookie.substring(COOKIE.length()))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void stop() {
    server.stop(0);
  }
}
