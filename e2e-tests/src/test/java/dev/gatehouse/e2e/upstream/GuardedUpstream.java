package dev.gatehouse.e2e.upstream;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A reverse proxy in front of an MCP server that lets only one bearer token pass and remembers
 * every header it was sent: what an upstream sees of Gatehouse.
 */
public final class GuardedUpstream implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection", "content-length", "host", "transfer-encoding", "upgrade", "http2-settings");

  private final URI target;
  private final String bearer;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Map<String, List<String>>> seen = new CopyOnWriteArrayList<>();

  private GuardedUpstream(URI target, String bearer, HttpServer server) {
    this.target = target;
    this.bearer = bearer;
    this.server = server;
  }

  public static GuardedUpstream inFrontOf(URI target, String bearer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      GuardedUpstream upstream = new GuardedUpstream(target, bearer, server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", upstream::handle);
      server.start();
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + target.getPath();
  }

  /** The headers of every request that reached this upstream, names in lower case. */
  public List<Map<String, List<String>>> requests() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  toUnmodifiableMap(e -> lowerCase(e.getKey()), e -> List.copyOf(e.getValue()))));
      if (!("Bearer " + bearer).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      HttpResponse<InputStream> response = forward(exchange);
      response
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name)) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      boolean empty = response.statusCode() == 202 || response.statusCode() == 204;
      exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
      if (!empty) {
        copy(response.body(), exchange.getResponseBody());
      }
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!HOP_BY_HOP.contains(lowerCase(name)) && !name.equalsIgnoreCase("authorization")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Flushes after each piece, as events have to arrive when they happen. */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    try (from;
        to) {
      byte[] buffer = new byte[8192];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    }
  }
}
