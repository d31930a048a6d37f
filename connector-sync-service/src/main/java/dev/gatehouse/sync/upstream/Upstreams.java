package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.StreamableHttpClient;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.upstream.ToolList;
import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Asks upstreams, in whichever era they speak, through the guard against private targets. Blocks:
 * for threads that may.
 */
@ApplicationScoped
public class Upstreams {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

  private final Vertx vertx;
  private final HttpClient http;
  private final UpstreamClient client;

  Upstreams(
      Vertx vertx,
      TargetGuard guard,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.vertx = vertx;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds())
                .setKeepAliveTimeout(5)
                .setMaxHeaderSize(32 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE));
    this.client =
        new StreamableHttpClient(
            vertx,
            http,
            uri -> guard.check(uri).map(Upstreams::target),
            new EraCache(),
            UpstreamSettings.defaults("gatehouse", version));
  }

  /**
   * The tools that an upstream has.
   *
   * @param limit for all of it; passing it is a {@link UpstreamFailure.Timeout}
   */
  public UpstreamResult<ToolList> listTools(UpstreamEndpoint endpoint, Duration limit)
      throws InterruptedException {
    CompletableFuture<UpstreamResult<ToolList>> answer = new CompletableFuture<>();
    // A session belongs to one event loop.
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> {
          UpstreamSession session = client.open(endpoint);
          session
              .listTools()
              .onComplete(answer::complete, answer::completeExceptionally)
              .onComplete(_ -> session.close());
        });
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new UpstreamResult.Failed<>(new UpstreamFailure.Timeout(limit));
    } catch (ExecutionException e) {
      throw new IllegalStateException("an upstream could not be asked", e.getCause());
    }
  }

  @PreDestroy
  void close() {
    http.close();
  }

  private static Target target(TargetVerdict verdict) {
    return switch (verdict) {
      case TargetVerdict.Permitted permitted -> new Target.Allowed(permitted.addresses());
      case TargetVerdict.Blocked _ -> new Target.Blocked();
    };
  }
}
