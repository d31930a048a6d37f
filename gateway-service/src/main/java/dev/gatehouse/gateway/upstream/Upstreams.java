package dev.gatehouse.gateway.upstream;

import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.catalog.UpstreamTarget;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.stdio.StdioCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Makes calls to upstreams for one event loop. */
public final class Upstreams {
  private final Credentials credentials;
  private final UpstreamSessions sessions;
  private final UpstreamConfig config;
  private final LongSupplier clock;
  private final Map<String, Breaker> breakers = new HashMap<>();
  private final CallsPerPrincipal calls;
  private final Refusals refusals;
  private final Troubles troubles;

  Upstreams(
      Credentials credentials,
      UpstreamSessions sessions,
      UpstreamConfig config,
      Refusals refusals,
      Troubles troubles,
      LongSupplier clock) {
    this.refusals = refusals;
    this.troubles = troubles;
    this.credentials = credentials;
    this.sessions = sessions;
    this.config = config;
    this.calls = new CallsPerPrincipal(config.maxConcurrentPerPrincipal());
    this.clock = clock;
  }

  /** Calls a tool; never fails. */
  public Future<CallOutcome> call(GatewayTool tool, OnBehalfOf whose, ToolCall call) {
    return ask(tool, whose, session -> session.callTool(call));
  }

  /** Makes any other request of what is behind a connector; never fails. */
  public Future<CallOutcome> request(
      UpstreamTarget target, OnBehalfOf whose, UpstreamRequest request) {
    return ask(target, whose, session -> session.request(request));
  }

  /**
   * Hears of changes behind a connector, outside any request; never fails. The stream's end is also
   * the end of the part of the conversation that was held for it.
   */
  public Future<UpstreamResult<NewsStream>> listen(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, NewsListener listener) {
    return headers(connector, whose)
        .compose(
            headers -> {
              UpstreamSessions.Part part = sessions.open(connector, endpoint, whose, headers);
              return part.session()
                  .listen(listener)
                  .map(result -> {
                    if (result instanceof UpstreamResult.Failed<NewsStream>) {
                      part.close();
                    }
                    return result.map(stream -> new HeldNews(stream, part));
                  });
            },
            failure ->
                Future.succeededFuture(
                    new UpstreamResult.Failed<>(
                        new UpstreamFailure.ConnectFailed("no credential"))));
  }

  /** The stream together with the part of a conversation that it needs. */
  private record HeldNews(NewsStream stream, UpstreamSessions.Part part) implements NewsStream {
    @Override
    public Future<UpstreamResult<Set<String>>> want(News news) {
      return stream.want(news);
    }

    @Override
    public void close() {
      stream.close();
      part.close();
    }
  }

  /** The client's session has ended: so do the conversations that were held for it. */
  public void end(String clientSession) {
    sessions.close(clientSession);
  }

  private Future<CallOutcome> ask(
      UpstreamTarget target,
      OnBehalfOf whose,
      Function<UpstreamSession, Future<UpstreamResult<ToolReply>>> request) {
    ConnectorManifest connector = target.connector();
    URI endpoint = target.endpoint();
    if (endpoint == null || !sessions.speaks(connector.transport())) {
      return Future.succeededFuture(new CallOutcome.Unsupported());
    }
    if (!calls.enter(whose.principal())) {
      return Future.succeededFuture(new CallOutcome.Busy());
    }
    return ask(connector, endpoint, whose, request)
        .onComplete(ignored -> calls.leave(whose.principal()));
  }

  private Future<CallOutcome> ask(
      ConnectorManifest connector,
      URI endpoint,
      OnBehalfOf whose,
      Function<UpstreamSession, Future<UpstreamResult<ToolReply>>> request) {
    Breaker breaker = breakers.computeIfAbsent(connector.id(), ignored -> breaker());
    return switch (breaker.enter()) {
      case BUSY -> Future.succeededFuture(new CallOutcome.Busy());
      case OPEN -> Future.succeededFuture(new CallOutcome.Resting(troubles.of(connector.id())));
      case ENTERED ->
          headers(connector, whose)
              .compose(
                  headers ->
                      request
                          .apply(sessions.session(connector, endpoint, whose, headers))
                          .map(result -> {
                            judge(breaker, result);
                            return outcome(connector, whose, headers, result);
                          }),
                  failure -> {
                    breaker.succeeded(); // Vault's failure says nothing about the upstream
                    return Future.succeededFuture(
                        notConnected(failure)
                            ? new CallOutcome.NotConnected(connector.id(), perUser(connector))
                            : new CallOutcome.NoCredential());
                  });
    };
  }

  private Breaker breaker() {
    return new Breaker(config.maxConcurrent(), config.failuresToOpen(), config.openFor(), clock);
  }

  private static boolean notConnected(Throwable failure) {
    return failure instanceof Credentials.NotConnectedException
        || failure.getCause() instanceof Credentials.NotConnectedException;
  }

  private static boolean perUser(ConnectorManifest connector) {
    return connector.oauth() != null && connector.oauth().perUser();
  }

  private Future<Map<String, String>> headers(ConnectorManifest connector, OnBehalfOf whose) {
    var headers =
        connector.transport().equals(StdioCommand.SCHEME)
            ? credentials.environment(connector.credential())
            : credentials.headers(connector, whose.user());
    return headers.isDone() && !headers.isCompletedExceptionally()
        ? Future.succeededFuture(headers.join())
        : Future.fromCompletionStage(headers, Vertx.currentContext());
  }

  private static void judge(Breaker breaker, UpstreamResult<ToolReply> result) {
    if (result instanceof UpstreamResult.Failed<ToolReply>(UpstreamFailure failure)
        && unhealthy(failure)) {
      breaker.failed();
    } else {
      breaker.succeeded();
    }
  }

  private CallOutcome outcome(
      ConnectorManifest connector,
      OnBehalfOf whose,
      Map<String, String> shown,
      UpstreamResult<ToolReply> result) {
    return switch (result) {
      case UpstreamResult.Ok<ToolReply>(ToolReply reply) -> new CallOutcome.Answered(reply);
      case UpstreamResult.Failed<ToolReply>(UpstreamFailure.Unauthorized refusal)
          when connector.oauth() != null
              && refusals.tell(connector, whose.user(), shown, refusal) ->
          new CallOutcome.NeedsMore(connector.id(), perUser(connector));
      case UpstreamResult.Failed<ToolReply>(UpstreamFailure failure) ->
          new CallOutcome.Failed(failure, troubles.of(connector.id()));
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
      case UpstreamFailure.HttpStatus(int status, _) -> status >= 500;
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
    calls.tidy();
  }
}
