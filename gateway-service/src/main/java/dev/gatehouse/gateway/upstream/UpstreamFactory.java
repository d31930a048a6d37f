package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.HttpSseClient;
import dev.gatehouse.mcp.upstream.ReplyRoom;
import dev.gatehouse.mcp.upstream.StdioClient;
import dev.gatehouse.mcp.upstream.StdioRunner;
import dev.gatehouse.mcp.upstream.StreamableHttpClient;
import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamHttp;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.stdio.StdioRunnerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what one event loop needs to call upstreams. */
@Singleton
public final class UpstreamFactory {
  private static final long TIDY_MILLIS = 30_000;
  private static final int KEEP_ALIVE_SECONDS = 60;

  private final Vertx vertx;
  private final TargetGuard guard;
  private final Credentials credentials;
  private final Refusals refusals;
  private final Troubles troubles;
  private final UpstreamConfig config;
  private final String version;
  private final Optional<StdioRunner> runner;
  private final EraCache eras = new EraCache();
  private final SharedSessions shared = new SharedSessions();

  UpstreamFactory(
      Vertx vertx,
      TargetGuard guard,
      Credentials credentials,
      UpstreamConfig config,
      StdioRunnerConfig runner,
      Refusals refusals,
      Troubles troubles,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.vertx = vertx;
    this.guard = guard;
    this.credentials = credentials;
    this.refusals = refusals;
    this.troubles = troubles;
    this.config = config;
    this.version = version;
    this.runner = runner.url().map(url -> new StdioRunner(url, runner.token().orElse("")));
  }

  /** Called on the event loop that the result will belong to. */
  public Upstreams create() {
    LongSupplier clock = System::nanoTime;
    UpstreamSettings settings =
        new UpstreamSettings(
            "gatehouse",
            version,
            config.openTimeout(),
            config.maxCallTimeout(),
            (int) Math.min(Integer.MAX_VALUE, config.maxReplySize().asLongValue()),
            1,
            1,
            1, // lists are not asked for here
            new ReplyRoom(HeapShare.ofOneLoop(config.repliesPercent())));
    HttpClient http = httpClient();
    CheckedTargets targets = new CheckedTargets(guard, config.addressGoodFor(), clock);
    Map<String, UpstreamClient> clients = new HashMap<>();
    clients.put(
        "streamable_http",
        new StreamableHttpClient(vertx, http, httpClient(), targets, eras, settings));
    clients.put("sse", new HttpSseClient(vertx, http, targets, settings));
    runner.ifPresent(it -> clients.put("stdio", new StdioClient(vertx, http, it, eras, settings)));
    Upstreams upstreams =
        new Upstreams(
            credentials,
            new UpstreamSessions(
                clients,
                shared,
                new UpstreamSessions.Bounds(config.maxSessions(), config.maxSessionsPerPrincipal()),
                config.sessionIdle(),
                clock),
            config,
            refusals,
            troubles,
            clock);
    vertx.setPeriodic(TIDY_MILLIS, timer -> upstreams.tidy());
    return upstreams;
  }

  /** One per event loop: a shared pool would hand work across loops on every call. */
  private HttpClient httpClient() {
    return vertx.createHttpClient(
        UpstreamHttp.options()
            .setMaxPoolSize(config.maxConnections())
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setTcpKeepAlive(true) // who listens for long has to notice that nobody is there
            .setConnectTimeout((int) config.openTimeout().toMillis())
            .setTracingPolicy(TracingPolicy.IGNORE)); // our own client span says more
  }
}
