package dev.gatehouse.mcp.upstream;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The GET stream of a legacy session. It tells of all lists; resources are subscribed to. */
final class LegacyNews implements NewsStream, ServerMessages {
  private final HttpSession session;
  private final UpstreamSettings settings;
  private final NewsListener listener;
  private final Set<String> subscribed = new HashSet<>();
  private Runnable stream = () -> {};
  private boolean closed;

  LegacyNews(HttpSession session, UpstreamSettings settings, NewsListener listener) {
    this.session = session;
    this.settings = settings;
    this.listener = listener;
  }

  LegacyNews begun(Runnable close) {
    stream = close;
    return this;
  }

  @Override
  public Future<UpstreamResult<Set<String>>> want(News news) {
    List<String> unwanted = subscribed.stream().filter(uri -> !news.uris().contains(uri)).toList();
    unwanted.forEach(uri -> {
      subscribed.remove(uri);
      ask(McpMethod.RESOURCES_UNSUBSCRIBE, uri);
    });
    List<Future<?>> asked =
        news.uris().stream()
            .filter(uri -> !subscribed.contains(uri))
            .<Future<?>>map(this::subscribe)
            .toList();
    return Future.join(asked)
        .otherwiseEmpty()
        .map(_ -> new UpstreamResult.Ok<>(Set.copyOf(subscribed)));
  }

  private Future<Void> subscribe(String uri) {
    return ask(McpMethod.RESOURCES_SUBSCRIBE, uri)
        .onSuccess(result -> {
          if (result instanceof UpstreamResult.Ok<ToolReply>) {
            subscribed.add(uri);
          }
        })
        .mapEmpty();
  }

  private Future<UpstreamResult<ToolReply>> ask(String method, String uri) {
    byte[] params = new Bytes(16 + uri.length()).add(utf8("\"uri\":")).quote(uri).toArray();
    return session.request(
        new UpstreamRequest(
            method, null, params, null, settings.openTimeout(), true, RequestContext.NONE));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      want(News.NONE);
      stream.run();
    }
  }

  void ended() {
    if (!closed) {
      closed = true;
      listener.onEnd();
    }
  }

  @Override
  public void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request) {
    if (!closed && !session.onQuestionOutside(bytes, request)) {
      stream.run(); // it asks without end
      ended();
    }
  }

  @Override
  public void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification) {
    if (!closed) {
      listener.onNotification(bytes, notification);
    }
  }
}
