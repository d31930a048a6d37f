package dev.gatehouse.gateway.upstream;

import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes calls to upstreams for one event loop. */
public final class Upstreams {
  private final Credentials credentials;
  private final UpstreamSessions sessions;
  private final UpstreamConfig config;
  private final LongSupplier clock;
  private final Map<String, Breaker> breakers = new HashMap<>();

  Upstreams(
      Credentials credentials,
      UpstreamSessions sessions,
      UpstreamConfig config,
      LongSupplier clock) {
    this.credentials = credentials;
    this.sessions = sessions;
    this.config = config;
    this.clock = clock;
  }

  /** Never fails. */
  public Future<CallOutcome> call(GatewayTool tool, Principal principal, ToolCall call) {
    ConnectorManifest connector = tool.connector();
    URI endpoint = tool.endpoint();
    if (endpoint == null) {
      return Future.succeededFuture(new CallOutcome.Unsupported());
    }
    Breaker breaker = breakers.computeIfAbsent(connector.id(), ignored -> breaker());
    return switch (breaker.enter()) {
      case BUSY -> Future.succeededFuture(new CallOutcome.Busy());
      case OPEN -> Future.succeededFuture(new CallOutcome.Resting());
      case ENTERED ->
          headers(connector)
              .compose(
                  headers ->
                      sessions
                          .session(connector, endpoint, principal.caller().principal(), headers)
                          .callTool(call)
                          .map(result -> judge(breaker, result)),
                  failure -> {
                    breaker.succeeded(); // Vault's failure says nothing about the upstream
                    return Future.succeededFuture(new CallOutcome.NoCredential());
                  });
    };
  }

  private Breaker breaker() {
    return new Breaker(config.maxConcurrent(), config.failuresToOpen(), config.openFor(), clock);
  }

  private Future<Map<String, String>> headers(ConnectorManifest connector) {
    var headers = credentials.headers(connector.credential());
    return headers.isDone() && !headers.isCompletedExceptionally()
        ? Future.succeededFuture(headers.join())
        : Future.fromCompletionStage(headers, Vertx.currentContext());
  }

  private static CallOutcome judge(Breaker breaker, UpstreamResult<ToolReply> result) {
    return switch (result) {
      case UpstreamResult.Ok<ToolReply>(ToolReply reply) -> {
        breaker.succeeded();
        yield new CallOutcome.Answered(reply);
      }
      case UpstreamResult.Failed<ToolReply>(UpstreamFailure failure) -> {
        if (unhealthy(failure)) {
          breaker.failed();
        } else {
          breaker.succeeded();
        }
        yield new CallOutcome.Failed(failure);
      }
    };
  }

  /** Whether a failure speaks of the upstream's health, and not of this one call. */
  private static boolean unhealthy(UpstreamFailure failure) {
    return switch (failure) {
      case UpstreamFailure.ConnectFailed _,
          UpstreamFailure.TlsFailed _,
          UpstreamFailure.Timeout _,
          UpstreamFailure.Disconnected _,
          UpstreamFailure.Unresolved _,
          UpstreamFailure.NotMcp _ ->
          true;
      case UpstreamFailure.HttpStatus(int status) -> status >= 500;
      case UpstreamFailure.Blocked _,
          UpstreamFailure.Cancelled _,
          UpstreamFailure.Unauthorized _,
          UpstreamFailure.RpcError _,
          UpstreamFailure.TooLarge _ ->
          false;
    };
  }

  /** Closes conversations that nobody uses; called now and then on this event loop. */
  void tidy() {
    sessions.closeIdle();
    breakers.values().removeIf(Breaker::idle);
  }
}
