package dev.gatehouse.launcher.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * The one origin of a local run: passes each request to the service of its path, bodies as streams
 * in both directions, and answers for a service that is not there. It listens on loopback only, on
 * both address families, because clients resolve {@code localhost} to either.
 */
public final class EdgeProxy implements AutoCloseable {
  private static final int CONNECTIONS_PER_SERVICE = 1024;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int MAX_ANSWER_HEADER_BYTES = 64 * 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 16 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String IPV4 = "127.0.0.1";
  private static final String IPV6 = "::1";

  private final Vertx vertx;
  private final EdgeHandler handler;
  private final HttpClient client;
  private final Patience patience;
  private final List<HttpServer> servers = new ArrayList<>();

  private EdgeProxy(Vertx vertx, Map<String, URI> serviceUrls, Duration limit) {
    this.vertx = vertx;
    this.client = client(vertx);
    this.handler = new EdgeHandler(serviceUrls, client);
    this.patience = new Patience(vertx, limit);
  }

  private static HttpClient client(Vertx vertx) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setMaxHeaderSize(MAX_ANSWER_HEADER_BYTES),
        new PoolOptions()
            .setHttp1MaxSize(CONNECTIONS_PER_SERVICE)
            .setMaxWaitQueueSize(CONNECTIONS_PER_SERVICE));
  }

  /**
   * Starts to listen.
   *
   * @param port of the origin; 0 picks a free one
   * @param serviceUrls where each service listens, by its name: auth, gateway, registry,
   *     connector-sync, audit
   * @throws BindException if the port is in use on either loopback address; the message says which
   * @throws IOException if the port cannot be listened on for another reason
   */
  public static EdgeProxy start(Vertx vertx, int port, Map<String, URI> serviceUrls)
      throws IOException {
    return start(vertx, port, serviceUrls, PATIENCE);
  }

  /**
   * @param limit for a client to send a request
   */
  static EdgeProxy start(Vertx vertx, int port, Map<String, URI> serviceUrls, Duration limit)
      throws IOException {
    EdgeProxy edge = new EdgeProxy(vertx, serviceUrls, limit);
    try {
      edge.listen(IPV4, port);
      edge.listen(IPV6, edge.port());
    } catch (IOException e) {
      edge.close();
      throw e;
    }
    return edge;
  }

  private void listen(String address, int port) throws IOException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address)
            .setPort(port)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setHandle100ContinueAutomatically(true)
            .setHttp2ClearTextEnabled(false);
    try {
      servers.add(
          vertx
              .createHttpServer(options)
              .connectionHandler(patience::connected)
              .requestHandler(this::handle)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join());
    } catch (CompletionException e) {
      if (String.valueOf(e.getMessage()).contains("in use")) {
        BindException inUse = new BindException("port " + port + " is in use on " + address);
        inUse.initCause(e.getCause());
        throw inUse;
      }
      if (!address.equals(IPV6)) {
        throw new IOException("cannot listen on port " + port + " of " + address, e.getCause());
      }
      // This machine has no IPv6.
    }
  }

  private void handle(HttpServerRequest request) {
    patience.requested(request);
    handler.handle(request);
  }

  /** The port of the origin. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** Stops to listen and closes what is open. */
  @Override
  public void close() {
    patience.close();
    servers.forEach(server -> server.close().toCompletionStage().toCompletableFuture().join());
    client.close().toCompletionStage().toCompletableFuture().join();
  }
}
