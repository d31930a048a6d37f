package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/listen} (2026-07-28). What is wanted is said once for all when the stream
 * opens, so that other wishes open another stream, and the one before it ends.
 */
final class ModernNews implements NewsStream {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Transport connection;
  private final Messages messages;
  private final Opened.Modern how;
  private final NewsListener listener;
  private @Nullable Subscription current;
  private @Nullable Subscription next;
  private boolean closed;

  ModernNews(Transport connection, Messages messages, Opened.Modern how, NewsListener listener) {
    this.connection = connection;
    this.messages = messages;
    this.how = how;
    this.listener = listener;
  }

  @Override
  public Future<UpstreamResult<Set<String>>> want(News news) {
    if (!news.askedOfModern()) {
      return Future.succeededFuture(new UpstreamResult.Ok<>(Set.of()));
    }
    Subscription fresh = new Subscription();
    next = fresh;
    return connection
        .listen(HttpMethod.POST, messages.listen(how, news), fresh, fresh::ended)
        .compose(begun ->
            switch (begun) {
              case UpstreamResult.Ok<Runnable>(Runnable close) -> {
                fresh.close = close;
                if (closed || fresh.stopped) { // it begins when nobody waits for it any more
                  fresh.stop();
                }
                yield fresh.acknowledged.future();
              }
              case UpstreamResult.Failed<Runnable>(UpstreamFailure failure) ->
                  Future.succeededFuture(new UpstreamResult.Failed<>(failure));
            })
        .onSuccess(result -> {
          next = null;
          if (result instanceof UpstreamResult.Ok<Set<String>>) {
            replaceBy(fresh);
          }
        });
  }

  private void replaceBy(Subscription fresh) {
    if (closed) {
      fresh.stop();
      return;
    }
    Subscription before = current;
    current = fresh;
    if (before != null) {
      before.stop();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (current != null) {
      current.stop();
    }
    if (next != null) {
      next.stop();
    }
  }

  /** One stream. */
  private final class Subscription implements ServerMessages {
    final Promise<UpstreamResult<Set<String>>> acknowledged = Promise.promise();
    Runnable close = () -> {};
    boolean stopped;

    void stop() {
      stopped = true;
      close.run();
      acknowledged.tryComplete(new UpstreamResult.Failed<>(new UpstreamFailure.Cancelled()));
    }

    void ended() {
      acknowledged.tryComplete(
          new UpstreamResult.Failed<>(new UpstreamFailure.Disconnected("the stream has ended")));
      if (!closed && current == this) {
        closed = true;
        listener.onEnd();
      }
    }

    @Override
    public void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request) {
      // there are none in this era
    }

    @Override
    public void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification) {
      if (notification.method().equals(McpMethod.SUBSCRIPTIONS_ACKNOWLEDGED)) {
        acknowledged.tryComplete(new UpstreamResult.Ok<>(resources(bytes, notification)));
      } else if (!closed) {
        listener.onNotification(bytes, notification);
      }
    }
  }

  private static Set<String> resources(
      byte[] bytes, UpstreamMessage.ServerNotification acknowledgement) {
    Set<String> uris = new HashSet<>();
    try {
      JsonNode params =
          MAPPER.readTree(
              bytes, acknowledgement.params().start(), acknowledgement.params().length());
      params
          .path("notifications")
          .path("resourceSubscriptions")
          .forEach(uri -> uris.add(uri.asText()));
    } catch (IOException e) {
      return Set.of();
    }
    return uris;
  }
}
