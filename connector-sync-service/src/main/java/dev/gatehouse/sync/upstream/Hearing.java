package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listens to what one upstream tells of its lists, until either side ends it. */
public final class Hearing implements NewsListener {
  private static final long PATIENCE_MILLIS = 15_000;

  private final Context loop;
  private final UpstreamSession session;
  private final Hearer hearer;
  private @Nullable NewsStream stream;
  private boolean ended;

  /** Told what is heard, on an event loop: must not block. */
  public interface Hearer {
    /** A list has changed. */
    void changed();

    /**
     * It has ended, and not by us; nothing follows.
     *
     * @param failure null if the upstream has just ended it
     */
    void ended(@Nullable UpstreamFailure failure);
  }

  Hearing(Context loop, UpstreamSession session, Hearer hearer) {
    this.loop = loop;
    this.session = session;
    this.hearer = hearer;
  }

  Hearing begin() {
    loop.runOnContext(_ -> open());
    return this;
  }

  private void open() {
    long timer =
        loop.owner()
            .setTimer(
                PATIENCE_MILLIS,
                _ -> end(new UpstreamFailure.Disconnected("it does not say that it tells")));
    session
        .listen(this)
        .compose(result ->
            switch (result) {
              case UpstreamResult.Ok<NewsStream>(NewsStream there) -> want(there);
              case UpstreamResult.Failed<NewsStream>(UpstreamFailure failure) ->
                  Future.succeededFuture(new UpstreamResult.Failed<Set<String>>(failure));
            })
        .otherwise(
            e -> new UpstreamResult.Failed<>(new UpstreamFailure.Disconnected(String.valueOf(e))))
        .onSuccess(result -> {
          loop.owner().cancelTimer(timer);
          if (ended) { // meanwhile
            stop();
          } else if (result
              instanceof UpstreamResult.Failed<Set<String>>(UpstreamFailure failure)) {
            end(failure);
          }
        });
  }

  private Future<UpstreamResult<Set<String>>> want(NewsStream there) {
    stream = there;
    return ended
        ? Future.succeededFuture(new UpstreamResult.Failed<>(new UpstreamFailure.Cancelled()))
        : there.want(News.ofLists(true, true, true));
  }

  @Override
  public void onNotification(byte[] message, UpstreamMessage.ServerNotification notification) {
    switch (notification.method()) {
      case McpMethod.TOOLS_CHANGED, McpMethod.RESOURCES_CHANGED, McpMethod.PROMPTS_CHANGED -> {
        if (!ended) {
          hearer.changed();
        }
      }
      default -> {} // nothing that a sync would find
    }
  }

  @Override
  public void onEnd() {
    end(null);
  }

  private void end(@Nullable UpstreamFailure failure) {
    if (!ended) {
      ended = true;
      stop();
      hearer.ended(failure);
    }
  }

  private void stop() {
    if (stream != null) {
      stream.close();
    }
    session.close();
  }

  /** Hears nothing from then on. Any thread. */
  public void close() {
    loop.runOnContext(_ -> {
      if (!ended) {
        ended = true;
        stop();
      }
    });
  }
}
