package dev.gatehouse.platform.http;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;

/** A client of a test with its own Vert.x, so that nothing survives the test. */
final class Client implements AutoCloseable {
  /** As in the local run: loopback and nothing else private. */
  static final TargetPolicy LOOPBACK = TargetPolicy.allowing(List.of("127.0.0.1/32", "::1/128"));

  private final Vertx vertx = Vertx.vertx();
  private final SafeHttpClient http;

  Client(TargetPolicy policy, Names names) {
    this(policy, names, ClientSettings.defaults());
  }

  Client(TargetPolicy policy, Names names, ClientSettings settings) {
    http = new SafeHttpClient(vertx, names.guard(policy), settings);
  }

  FetchResult get(String uri) throws InterruptedException {
    return fetch(FetchRequest.get(URI.create(uri)));
  }

  FetchResult fetch(FetchRequest request) throws InterruptedException {
    return http.fetchBlocking(request);
  }

  FetchResult onWorkerThread(FetchRequest request) {
    return vertx
        .executeBlocking(() -> http.fetchBlocking(request))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
