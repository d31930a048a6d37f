package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.RequestListener;
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
final class Questions implements RequestListener {
  private final UpstreamSession session;
  private final CompletableFuture<UpstreamResult<ServerSummary>> server;
  private final Map<ListedKind, CompletableFuture<UpstreamResult<DefinitionList>>> lists;
  private final Progress progress;
  private Runnable cancel = () -> {};
  private ListedKind current = ListedKind.TOOLS;
  private int page;
  private boolean stopped;

  Questions(
      UpstreamSession session,
      CompletableFuture<UpstreamResult<ServerSummary>> server,
      Map<ListedKind, CompletableFuture<UpstreamResult<DefinitionList>>> lists,
      Progress progress) {
    this.progress = progress;
    this.session = session;
    this.server = server;
    this.lists = lists;
  }

  @Override
  public void onSend(Runnable cancelIt) {
    cancel = cancelIt;
    progress.asking(current, ++page);
    if (stopped) {
      cancelIt.run();
    }
  }

  /** Nobody waits any more: what runs is cancelled at the upstream, and nothing else is asked. */
  void stop() {
    stopped = true;
    cancel.run();
  }

  /** Completes when all have been answered. */
  Future<Void> ask() {
    return session
        .describe()
        .compose(said -> {
          server.complete(said);
          Future<Void> before = Future.succeededFuture();
          for (ListedKind kind : lists.keySet()) {
            before = before.compose(_ -> ask(said, kind));
          }
          return before;
        });
  }

  private Future<Void> ask(UpstreamResult<ServerSummary> said, ListedKind kind) {
    current = kind;
    page = 0;
    Future<UpstreamResult<DefinitionList>> answer =
        switch (said) {
          case UpstreamResult.Failed<ServerSummary>(UpstreamFailure failure) ->
              Future.succeededFuture(new UpstreamResult.Failed<>(failure));
          case UpstreamResult.Ok<ServerSummary> _ when stopped ->
              Future.succeededFuture(new UpstreamResult.Failed<>(new UpstreamFailure.Cancelled()));
          case UpstreamResult.Ok<ServerSummary>(ServerSummary summary) when summary.has(kind) ->
              session.list(kind, this).map(list -> orNothing(list, summary, kind));
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
