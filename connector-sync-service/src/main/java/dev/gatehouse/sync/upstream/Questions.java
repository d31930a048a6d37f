package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.wire.ErrorCode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Asks one upstream for everything, one thing after the other. On the session's event loop. */
record Questions(
    UpstreamSession session,
    CompletableFuture<UpstreamResult<ServerSummary>> server,
    Map<ListedKind, CompletableFuture<UpstreamResult<DefinitionList>>> lists) {

  /** Completes when all have been answered. */
  Future<Void> ask() {
    return session
        .describe()
        .compose(said -> {
          server.complete(said);
          Future<Void> before = Future.succeededFuture();
          for (ListedKind kind : ListedKind.values()) {
            before = before.compose(_ -> ask(said, kind));
          }
          return before;
        });
  }

  private Future<Void> ask(UpstreamResult<ServerSummary> said, ListedKind kind) {
    Future<UpstreamResult<DefinitionList>> answer =
        switch (said) {
          case UpstreamResult.Failed<ServerSummary>(UpstreamFailure failure) ->
              Future.succeededFuture(new UpstreamResult.Failed<>(failure));
          case UpstreamResult.Ok<ServerSummary>(ServerSummary summary) when summary.has(kind) ->
              session.list(kind).map(list -> orNothing(list, summary, kind));
          case UpstreamResult.Ok<ServerSummary>(ServerSummary summary) ->
              Future.succeededFuture(nothing(summary));
        };
    CompletableFuture<UpstreamResult<DefinitionList>> list =
        Objects.requireNonNull(lists.get(kind));
    return answer.onComplete(list::complete, list::completeExceptionally).mapEmpty();
  }

  /** Not every server that has resources has templates, or says what it has. */
  private static UpstreamResult<DefinitionList> orNothing(
      UpstreamResult<DefinitionList> list, ServerSummary summary, ListedKind kind) {
    return kind != ListedKind.TOOLS
            && list
                instanceof
                UpstreamResult.Failed<DefinitionList>(UpstreamFailure.RpcError(int code, _, _))
            && code == ErrorCode.METHOD_NOT_FOUND
        ? nothing(summary)
        : list;
  }

  private static UpstreamResult<DefinitionList> nothing(ServerSummary summary) {
    return new UpstreamResult.Ok<>(
        new DefinitionList(List.of(), summary.version(), List.of(), null));
  }
}
