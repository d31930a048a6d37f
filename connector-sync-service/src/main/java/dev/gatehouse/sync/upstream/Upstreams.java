package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.HttpSseClient;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.StdioClient;
import dev.gatehouse.mcp.upstream.StdioRunner;
import dev.gatehouse.mcp.upstream.StreamableHttpClient;
import dev.gatehouse.mcp.upstream.TargetResolver;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamHttp;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.platform.stdio.StdioRunnerConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  /** The transport over which upstreams can be listened to without holding anything else open. */
  private static final String STREAMABLE = "streamable_http";

  /** To one host; how many there are is bounded by who listens. */
  private static final int MAX_STREAMS = 1_000;

  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

  private final Vertx vertx;
  private final HttpClient http;
  private final HttpClient streams;
  private final Map<String, UpstreamClient> clients = new HashMap<>();

  Upstreams(
      Vertx vertx,
      TargetGuard guard,
      StdioRunnerConfig runner,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.vertx = vertx;
    this.http =
        vertx.createHttpClient(
            UpstreamHttp.options()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds())
                .setKeepAliveTimeout(5)
                .setMaxHeaderSize(32 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE));
    // What stays open is silent for long; who is gone is noticed by TCP.
    this.streams =
        vertx.createHttpClient(
            UpstreamHttp.options()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setMaxPoolSize(MAX_STREAMS)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(32 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE));
    TargetResolver targets = uri -> guard.check(uri).map(Upstreams::target);
    UpstreamSettings settings = UpstreamSettings.defaults("gatehouse", version);
    EraCache eras = new EraCache();
    clients.put(
        STREAMABLE, new StreamableHttpClient(vertx, http, streams, targets, eras, settings));
    clients.put("sse", new HttpSseClient(vertx, http, targets, settings));
    runner
        .url()
        .map(url -> new StdioRunner(url, runner.token().orElse("")))
        .ifPresent(it -> clients.put("stdio", new StdioClient(vertx, http, it, eras, settings)));
  }

  /** Whether upstreams of this transport can be asked. */
  public boolean speaks(String transport) {
    return clients.containsKey(transport);
  }

  /**
   * What an upstream has. Tools are asked for first: what is asked for after the limit is only
   * missing.
   *
   * @param transport one that {@link #speaks}
   * @param kinds to ask for; the others are missing
   * @param progress told of each page that is asked for, on another thread
   * @param limit for all of it; passing it is a {@link UpstreamFailure.Timeout}
   */
  public Discovered discover(
      String transport,
      UpstreamEndpoint endpoint,
      Set<ListedKind> kinds,
      Duration limit,
      Progress progress)
      throws InterruptedException {
    UpstreamClient client = Objects.requireNonNull(clients.get(transport));
    long deadline = System.nanoTime() + limit.toNanos();
    CompletableFuture<UpstreamResult<ServerSummary>> server = new CompletableFuture<>();
    Map<ListedKind, CompletableFuture<UpstreamResult<DefinitionList>>> lists =
        new EnumMap<>(ListedKind.class);
    for (ListedKind kind : kinds) {
      lists.put(kind, new CompletableFuture<>());
    }
    UpstreamSession session = client.open(endpoint);
    Questions questions = new Questions(session, server, lists, progress);
    // A session belongs to one event loop.
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(_ -> questions.ask().onComplete(_ -> session.close()));
    try {
      UpstreamResult<ServerSummary> said = await(server, deadline, limit);
      Map<ListedKind, UpstreamResult<DefinitionList>> listed = new EnumMap<>(ListedKind.class);
      for (var list : lists.entrySet()) {
        listed.put(list.getKey(), await(list.getValue(), deadline, limit));
      }
      return new Discovered(said, listed);
    } finally {
      loop.runOnContext(_ -> questions.stop());
    }
  }

  /** Whether upstreams of this transport can be listened to. */
  public static boolean tells(String transport) {
    return transport.equals(STREAMABLE);
  }

  /**
   * Listens to an upstream, of a transport that {@link #tells}; does not block.
   *
   * @return to be closed, unless it ends by itself
   */
  public Hearing hear(UpstreamEndpoint endpoint, Hearing.Hearer hearer) {
    UpstreamSession session = Objects.requireNonNull(clients.get(STREAMABLE)).open(endpoint);
    return new Hearing(vertx.getOrCreateContext(), session, hearer).begin();
  }

  private static <T> UpstreamResult<T> await(
      CompletableFuture<UpstreamResult<T>> answer, long deadline, Duration limit)
      throws InterruptedException {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new UpstreamResult.Failed<>(new UpstreamFailure.Timeout(limit));
    } catch (ExecutionException e) {
      throw new IllegalStateException("an upstream could not be asked", e.getCause());
    }
  }

  @PreDestroy
  void close() {
    http.close();
    streams.close();
  }

  private static Target target(TargetVerdict verdict) {
    return switch (verdict) {
      case TargetVerdict.Permitted permitted -> new Target.Allowed(permitted.addresses());
      case TargetVerdict.Unresolved _ -> new Target.Unresolved();
      case TargetVerdict.Blocked _ -> new Target.Blocked();
    };
  }
}
