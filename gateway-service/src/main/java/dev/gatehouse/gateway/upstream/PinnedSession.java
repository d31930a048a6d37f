package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.RequestListener;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is one stream, and so lives on one event loop, for callers on any of them:
 * what is asked crosses over to that loop, and what comes of it crosses back.
 */
final class PinnedSession implements UpstreamSession {
  private final UpstreamSession session;
  private final ContextInternal home;

  private PinnedSession(UpstreamSession session, ContextInternal home) {
    this.session = session;
    this.home = home;
  }

  /** Of a session of the event loop that asks. */
  static PinnedSession here(UpstreamSession session) {
    return new PinnedSession(session, current().unwrap());
  }

  private static ContextInternal current() {
    return Objects.requireNonNull(ContextInternal.current(), "not on an event loop");
  }

  private boolean atHome() {
    return current().nettyEventLoop() == home.nettyEventLoop();
  }

  private <T> Future<T> there(Supplier<Future<T>> request) {
    if (atHome()) {
      return request.get();
    }
    Promise<T> back = current().promise();
    home.runOnContext(_ -> request.get().onComplete(back));
    return back.future();
  }

  private RequestContext across(RequestContext context) {
    return atHome() || context.listener() == RequestListener.NONE
        ? context
        : context.heardBy(new Across(context.listener(), current()));
  }

  @Override
  public Future<UpstreamResult<ServerSummary>> describe() {
    return there(session::describe);
  }

  @Override
  public Future<UpstreamResult<DefinitionList>> list(ListedKind kind, RequestListener listener) {
    RequestListener heard = atHome() ? listener : new Across(listener, current());
    return there(() -> session.list(kind, heard));
  }

  @Override
  public Future<UpstreamResult<ToolReply>> callTool(ToolCall call) {
    RequestContext context = across(call.context());
    return there(() -> session.callTool(call.within(context)));
  }

  @Override
  public Future<UpstreamResult<ToolReply>> request(UpstreamRequest request) {
    RequestContext context = across(request.context());
    return there(() -> session.request(request.within(context)));
  }

  @Override
  public Future<UpstreamResult<NewsStream>> listen(NewsListener listener) {
    ContextInternal here = current();
    NewsListener heard =
        atHome()
            ? listener
            : new NewsListener() {
              @Override
              public void onNotification(
                  byte[] message, UpstreamMessage.ServerNotification notification) {
                here.runOnContext(_ -> listener.onNotification(message, notification));
              }

              @Override
              public void onEnd() {
                here.runOnContext(_ -> listener.onEnd());
              }
            };
    return there(() -> session.listen(heard)).map(result -> result.map(PinnedNews::new));
  }

  @Override
  public Optional<ProtocolVersion> version() {
    return session.version();
  }

  @Override
  public Future<Void> close() {
    return there(session::close);
  }

  /** What is said at home is heard where the request came from. */
  private final class Across implements RequestListener {
    private final RequestListener listener;
    private final ContextInternal here;

    Across(RequestListener listener, ContextInternal here) {
      this.listener = listener;
      this.here = here;
    }

    @Override
    public void onSend(Runnable cancel) {
      here.runOnContext(_ -> listener.onSend(() -> home.runOnContext(_ -> cancel.run())));
    }

    @Override
    public void onNotification(byte[] message, UpstreamMessage.ServerNotification notification) {
      here.runOnContext(_ -> listener.onNotification(message, notification));
    }

    @Override
    public @Nullable Future<byte[]> onRequest(
        byte[] message, UpstreamMessage.ServerRequest request) {
      Promise<byte[]> answer = home.promise();
      here.runOnContext(_ -> {
        Future<byte[]> asked = listener.onRequest(message, request);
        if (asked == null) {
          answer.fail("such requests are not taken here");
        } else {
          asked.onComplete(answer);
        }
      });
      return answer.future();
    }
  }

  private final class PinnedNews implements NewsStream {
    private final NewsStream stream;

    PinnedNews(NewsStream stream) {
      this.stream = stream;
    }

    @Override
    public Future<UpstreamResult<Set<String>>> want(News news) {
      return there(() -> stream.want(news));
    }

    @Override
    public void close() {
      home.runOnContext(_ -> stream.close());
    }
  }
}
