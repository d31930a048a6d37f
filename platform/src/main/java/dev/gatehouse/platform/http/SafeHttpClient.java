package dev.gatehouse.platform.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Fetches what a tenant's URI names, and nothing that {@link TargetGuard} does not permit.
 *
 * <p>One HTTP/1.1 connection for each exchange, to a checked address, with SNI and certificate
 * check for the URI's host; no proxy, no decompression, no tracing headers, no connection kept that
 * another tenant's request could meet. Everything has a bound: {@link FetchLimits} and {@link
 * ClientSettings}. Nothing is tried twice, except the next address of the target while connecting.
 */
public final class SafeHttpClient {
  private static final int MAX_CONNECTIONS_PER_TARGET = 32;
  private static final int MAX_WAITING_PER_TARGET = 256;

  private final Vertx vertx;
  private final TargetGuard guard;
  private final HttpClient http;

  public SafeHttpClient(Vertx vertx, TargetGuard guard, ClientSettings settings) {
    this.vertx = vertx;
    this.guard = guard;
    this.http = vertx.createHttpClient(options(settings));
  }

  /** Never fails: each way to end is a {@link FetchResult}. */
  public Future<FetchResult> fetch(FetchRequest request) {
    return new Fetch(vertx, guard, http, request).start();
  }

  /** The same for threads that may block; waits no longer than the deadline. */
  public FetchResult fetchBlocking(FetchRequest request) throws InterruptedException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("fetchBlocking on an event loop");
    }
    try {
      return fetch(request).toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException unexpected) {
      throw new IllegalStateException(unexpected.getCause());
    }
  }

  /** Ends what is under way. */
  public Future<Void> close() {
    return http.close();
  }

  private static HttpClientOptions options(ClientSettings settings) {
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setUseAlpn(false)
            .setKeepAlive(false)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
            .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setVerifyHost(true)
            .setTrustAll(false)
            .setMaxHeaderSize(settings.maxHeaderBytes())
            .setMaxPoolSize(MAX_CONNECTIONS_PER_TARGET)
            .setMaxWaitQueueSize(MAX_WAITING_PER_TARGET)
            .setTracingPolicy(TracingPolicy.IGNORE);
    settings.trust().ifPresent(options::setTrustOptions);
    return options;
  }
}
