package dev.gatehouse.launcher.edge;

import dev.gatehouse.launcher.suite.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one origin of a local run: passes each request to the service of its path, bodies as streams
 * in both directions, and answers for a service that is not there.
 */
public final class EdgeProxy implements AutoCloseable {

  private static final int CONNECTIONS_PER_SERVICE = 1024;
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  private final List<HttpServer> servers;
  private final int port;

  private EdgeProxy(List<HttpServer> servers, int port) {
    this.servers = servers;
    this.port = port;
  }

  /**
   * Starts to listen on the loopback addresses.
   *
   * @param port of the origin; 0 picks a free one
   * @param services where each service listens
   * @throws IOException if the port is in use
   */
  public static EdgeProxy start(Vertx vertx, int port, Map<Service, URI> services)
      throws IOException {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000).setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_SERVICE));
    var proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
            .originRequestProvider((request, http) ->
                http.request(target(services, request))
                    .onSuccess(sent -> endWithClient(request, sent)))
            .addInterceptor(new Forwarded());
    var servers = new ArrayList<HttpServer>();
    int bound = port;
    try {
      for (String address : LOOPBACK) {
        var server =
            vertx
                .createHttpServer(options(address, bound))
                .requestHandler(request -> handle(proxy, request))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        servers.add(server);
        bound = server.actualPort();
      }
    } catch (CompletionException e) {
      boolean noIpv6 = !servers.isEmpty() && !isInUse(e.getCause());
      if (!noIpv6) {
        servers.forEach(HttpServer::close);
        throw new IOException("port " + bound + " is in use", e);
      }
    }
    return new EdgeProxy(servers, bound);
  }

  private static boolean isInUse(@Nullable Throwable failure) {
    return failure instanceof BindException
        && String.valueOf(failure.getMessage()).contains("in use");
  }

  private static HttpServerOptions options(String address, int port) {
    return new HttpServerOptions()
        .setHost(address)
        .setPort(port)
        .setMaxHeaderSize(32 * 1024)
        .setMaxInitialLineLength(8 * 1024);
  }

  private static void handle(HttpProxy proxy, HttpServerRequest request) {
    var path = request.path();
    if (path == null || RouteTable.find(path).isEmpty()) {
      EdgeProblem.notFound(request);
      return;
    }
    proxy.handle(request);
  }

  private static RequestOptions target(Map<Service, URI> services, HttpServerRequest request) {
    var service = RouteTable.find(String.valueOf(request.path())).orElseThrow();
    var address = services.get(service);
    if (address == null) {
      throw new IllegalStateException("no address of " + service.id());
    }
    return new RequestOptions().setHost(address.getHost()).setPort(address.getPort());
  }

  /** Nobody reads the answer, an endless stream above all, once the client is gone. */
  private static void endWithClient(HttpServerRequest request, HttpClientRequest sent) {
    if (request.response().closed()) {
      sent.reset();
    } else {
      request.response().closeHandler(_ -> sent.reset());
    }
  }

  /** The port of the origin. */
  public int port() {
    return port;
  }

  /** Stops to listen. */
  @Override
  public void close() {
    servers.forEach(server -> server.close().toCompletionStage().toCompletableFuture().join());
  }

  /** Says who asked, and believes no client that says so itself. */
  private static final class Forwarded implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      var headers = context.request().headers();
      headers.names().stream().filter(Forwarded::isForwarding).toList().forEach(headers::remove);
      var request = context.request().proxiedRequest();
      var authority = request.authority();
      headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
      headers.set("X-Forwarded-Proto", "http");
      if (authority != null) {
        // The services check the host that the client named.
        context.request().setAuthority(authority);
        headers.set("X-Forwarded-Host", authority.toString());
        headers.set("X-Forwarded-Port", Integer.toString(request.localAddress().port()));
      }
      return context
          .sendRequest()
          .recover(_ -> Future.succeededFuture(EdgeProblem.unreachable(context.request())));
    }

    private static boolean isForwarding(String name) {
      return name.regionMatches(true, 0, "X-Forwarded-", 0, "X-Forwarded-".length())
          || name.equalsIgnoreCase("Forwarded")
          || name.equalsIgnoreCase("X-Real-IP");
    }
  }
}
