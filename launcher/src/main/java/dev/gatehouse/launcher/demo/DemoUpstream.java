package dev.gatehouse.launcher.demo;

import dev.gatehouse.platform.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletionException;

/**
 * A real MCP server that stands in for somebody else's, so that a first tool call needs nothing
 * from the network. It answers only who sends its credential, as the servers do that Gatehouse is
 * for.
 */
public final class DemoUpstream implements AutoCloseable {

  private static final int LARGEST_BODY = 1 << 20;

  private final HttpServer server;

  private DemoUpstream(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen on the loopback address.
   *
   * @param port 0 picks a free one
   * @param credential bearer token that every request must carry
   * @throws IOException if the port is in use
   */
  public static DemoUpstream start(Vertx vertx, int port, String credential) throws IOException {
    try {
      return new DemoUpstream(
          vertx
              .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
              .requestHandler(request -> serve(request, "Bearer " + credential))
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join());
    } catch (CompletionException e) {
      throw new IOException("port " + port + " is in use", e);
    }
  }

  /** Address of its MCP endpoint. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/mcp";
  }

  private static void serve(HttpServerRequest request, String authorization) {
    if (!"/mcp".equals(request.path())) {
      request.response().setStatusCode(404).end();
    } else if (request.getHeader("Origin") != null) {
      request.response().setStatusCode(403).end();
    } else if (!isAuthorized(request, authorization)) {
      request
          .response()
          .setStatusCode(401)
          .putHeader("WWW-Authenticate", "Bearer realm=\"demo\"")
          .end();
    } else if (!HttpMethod.POST.equals(request.method())) {
      request.response().setStatusCode(405).putHeader("Allow", "POST").end();
    } else {
      request.body().onSuccess(body -> answer(request, body));
    }
  }

  private static boolean isAuthorized(HttpServerRequest request, String authorization) {
    var sent = request.getHeader("Authorization");
    return sent != null
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    var response = request.response();
    if (body.length() > LARGEST_BODY) {
      response.setStatusCode(413).end();
      return;
    }
    var reply = DemoProtocol.answer(body.getBytes(), request::getHeader);
    response.setStatusCode(reply.status());
    if (reply.body() == null) {
      response.end();
      return;
    }
    try {
      response
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.mapper().writeValueAsBytes(reply.body())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops to listen. */
  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
