package dev.gatehouse.gateway.observe;

import dev.gatehouse.mcp.wire.McpMethod;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Durations by the OpenTelemetry conventions for MCP. Labels are few on purpose: what a client can
 * make up never becomes one.
 */
@Singleton
public final class McpMetrics {
  private static final String SERVER = "mcp.server.operation.duration";
  private static final String CLIENT = "mcp.client.operation.duration";
  private static final String SERVER_SESSION = "mcp.server.session.duration";
  private static final String OTHER = "_OTHER";
  private static final Duration[] BUCKETS =
      DoubleStream.of(.01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60, 120, 300)
          .mapToObj(seconds -> Duration.ofMillis((long) (seconds * 1000)))
          .toArray(Duration[]::new);
  private static final Set<String> METHODS =
      Set.of(
          McpMethod.INITIALIZE,
          McpMethod.PING,
          McpMethod.DISCOVER,
          McpMethod.TOOLS_LIST,
          McpMethod.TOOLS_CALL,
          McpMethod.RESOURCES_LIST,
          McpMethod.RESOURCE_TEMPLATES_LIST,
          McpMethod.RESOURCES_READ,
          McpMethod.PROMPTS_LIST,
          McpMethod.PROMPTS_GET,
          McpMethod.COMPLETE,
          McpMethod.SET_LEVEL,
          McpMethod.SUBSCRIPTIONS_LISTEN);
  private static final Set<String> ERRORS =
      Set.of(
          "",
          "tool_error",
          "timeout",
          "cancelled",
          "-32002",
          "-32700",
          "-32600",
          "-32601",
          "-32602",
          "-32603",
          "-32020",
          "-32021",
          "-32022");

  private final MeterRegistry registry;
  private final ConcurrentHashMap<Labels, Timer> timers = new ConcurrentHashMap<>();

  private record Labels(String name, String method, String error) {}

  McpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * What a client asked of us.
   *
   * @param error {@code error.type}: a JSON-RPC code or {@code tool_error}; null for none
   */
  public void served(String method, @Nullable String error, long nanos) {
    record(SERVER, method, error, nanos);
  }

  /** A legacy session that its client has ended. */
  public void sessionEnded(long nanos) {
    record(SERVER_SESSION, "", null, nanos);
  }

  /** What we asked of an upstream. */
  public void called(String method, @Nullable String error, long nanos) {
    record(CLIENT, method, error, nanos);
  }

  private void record(String name, String method, @Nullable String error, long nanos) {
    String type = error == null ? "" : error;
    Labels labels =
        new Labels(
            name, METHODS.contains(method) ? method : OTHER, ERRORS.contains(type) ? type : OTHER);
    Timer timer = timers.get(labels);
    if (timer == null) {
      timer = timers.computeIfAbsent(labels, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Labels labels) {
    Timer.Builder timer =
        Timer.builder(labels.name())
            .tag("error.type", labels.error())
            .serviceLevelObjectives(BUCKETS);
    if (!labels.name().equals(SERVER_SESSION)) {
      timer.tag("mcp.method.name", labels.method());
    }
    return timer.register(registry);
  }
}
