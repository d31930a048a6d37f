package dev.gatehouse.launcher.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service behind the edge that does what the path says. */
final class ServiceFixture {
  record Seen(String uri, MultiMap headers) {}

  private static final Iterable<String> COOKIES = List.of("a=1", "b=2");

  private final Vertx vertx;
  private final int port;
  private final BlockingQueue<HttpServerResponse> streams = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile HttpServer server;
  private volatile Seen seen;

  private ServiceFixture(Vertx vertx) {
    this.vertx = vertx;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  static ServiceFixture start(Vertx vertx) {
    return new ServiceFixture(vertx);
  }

  private HttpServer listen(int at) {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(at))
        .requestHandler(this::serve)
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void stop() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  void restart() {
    server = listen(port);
  }

  /** The newest request. */
  Seen seen() {
    return seen;
  }

  int count() {
    return count.get();
  }

  /** The answer of the next request that opened a stream; nothing was written to it yet. */
  HttpServerResponse stream() throws InterruptedException {
    return streams.poll(20, TimeUnit.SECONDS);
  }

  /** Path of the next stream or upload that its client left. */
  String closed() throws InterruptedException {
    return closed.poll(20, TimeUnit.SECONDS);
  }

  private void serve(HttpServerRequest request) {
    count.incrementAndGet();
    seen = new Seen(request.uri(), MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
    HttpServerResponse response = request.response();
    String[] path = request.path().split("/");
    switch (path[2]) {
      case "echo" ->
          request
              .body()
              .onSuccess(
                  body -> response.setStatusCode(201).putHeader("Set-Cookie", COOKIES).end(body));
      case "status" -> response.setStatusCode(Integer.parseInt(path[3])).end();
      case "text" -> response.putHeader("Content-Length", "4").end("text");
      case "die" -> request.connection().close();
      case "die-late" -> response.setChunked(true).write("x").onComplete(_ -> die(request));
      case "upload" -> request.response().exceptionHandler(_ -> closed.add("upload"));
      case "stream" -> {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.exceptionHandler(_ -> closed.add("stream"));
        response.write("");
        streams.add(response);
      }
      default -> response.setStatusCode(404).end();
    }
  }

  private static void die(HttpServerRequest request) {
    request.connection().close();
  }
}
