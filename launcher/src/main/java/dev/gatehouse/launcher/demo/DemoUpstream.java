package dev.gatehouse.launcher.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.mcp.wire.McpHeader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.BindException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A real MCP server that stands in for somebody else's, so that a first tool call needs nothing
 * from the network. It answers only who sends its credential, as the servers do that Gatehouse is
 * for. Speaks Streamable HTTP of 2026-07-28, 2025-11-25 and 2025-06-18.
 */
public final class DemoUpstream implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String PATH = "/mcp";
  private static final int LARGEST_BODY = 1 << 20;

  private final DemoServer demo = new DemoServer();
  private final byte[] authorization;
  private final HttpServer server;

  private DemoUpstream(Vertx vertx, int port, String bearerToken) {
    this.authorization = ("Bearer " + bearerToken).getBytes(UTF_8);
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost(HOST).setPort(port))
            .requestHandler(this::serve)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /**
   * Starts to listen on 127.0.0.1.
   *
   * @param port 0 picks a free one
   * @param bearerToken that every request must carry
   * @throws IOException if the port cannot be listened on; {@link BindException} if it is in use
   */
  public static DemoUpstream start(Vertx vertx, int port, String bearerToken) throws IOException {
    try {
      return new DemoUpstream(vertx, port, bearerToken);
    } catch (CompletionException e) {
      if (String.valueOf(e.getMessage()).contains("in use")) {
        BindException inUse = new BindException("port " + port + " is in use on " + HOST);
        inUse.initCause(e.getCause());
        throw inUse;
      }
      throw new IOException("cannot listen on port " + port + " of " + HOST, e.getCause());
    }
  }

  public int port() {
    return server.actualPort();
  }

  /** Address of its MCP endpoint. */
  public String url() {
    return "http://" + HOST + ":" + port() + PATH;
  }

  private void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!PATH.equals(request.path())) {
      response.setStatusCode(404).end();
    } else if (request.getHeader("Origin") != null) {
      response.setStatusCode(403).end(); // no page of a browser has business here
    } else if (!isAuthorized(request.getHeader("Authorization"))) {
      response.setStatusCode(401).putHeader("WWW-Authenticate", "Bearer realm=\"demo\"").end();
    } else {
      switch (request.method().name()) {
        case "POST" -> post(request);
        case "DELETE" -> send(response, demo.delete(request.headers()));
        default -> response.setStatusCode(405).putHeader("Allow", "POST, DELETE").end();
      }
    }
  }

  private boolean isAuthorized(@Nullable String sent) {
    return sent != null && MessageDigest.isEqual(sent.getBytes(UTF_8), authorization);
  }

  private void post(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!header(request, "Content-Type", "").startsWith("application/json")) {
      response.setStatusCode(415).end();
    } else if (!takesJson(header(request, "Accept", "*/*"))) {
      response.setStatusCode(406).end();
    } else {
      Buffer body = Buffer.buffer();
      request.handler(chunk -> {
        if (body.length() + chunk.length() <= LARGEST_BODY) {
          body.appendBuffer(chunk);
        } else if (!response.ended()) {
          response.setStatusCode(413).end(); // the rest of it is read and dropped
        }
      });
      request.endHandler(_ -> {
        if (!response.ended()) {
          send(response, demo.post(body, request.headers()));
        }
      });
    }
  }

  private static boolean takesJson(String accept) {
    return accept.contains("application/json")
        || accept.contains("application/*")
        || accept.contains("*/*");
  }

  private static String header(HttpServerRequest request, String name, String absent) {
    String value = request.getHeader(name);
    return value == null ? absent : value.toLowerCase(Locale.ROOT);
  }

  private static void send(HttpServerResponse response, DemoReply reply) {
    response.setStatusCode(reply.status());
    if (reply.session() != null) {
      response.putHeader(McpHeader.SESSION_ID, reply.session());
    }
    if (reply.body().length() > 0) {
      response.putHeader("Content-Type", "application/json");
    }
    response.end(reply.body());
  }

  /** Stops to listen. */
  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
