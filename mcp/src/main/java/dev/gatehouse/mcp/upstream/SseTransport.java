package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.SseParser;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE (2024-11-05, transports): one stream carries all that the server says, and names the URL
 * that messages are posted to. The stream is the session: when it breaks, the session is gone.
 */
final class SseTransport implements Transport {
  /** Stands for the stream where a session id is expected; never sent. */
  private static final String STREAM = "stream";

  private static final byte[] NO_ID = {};
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Vertx vertx;
  private final Connection source;
  private final Function<URI, Connection> connect;
  private final UpstreamSettings settings;
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /** Since our last request. */
  private int questions;

  private @Nullable Stream stream;
  private @Nullable Outside outside;

  /** Who hears what belongs to no request. */
  private record Outside(ServerMessages heard, Runnable onEnd) {}

  /** Counts what was asked for, so that a stream that comes too late is known. */
  private int openings;

  /** Hears what belongs to no request: the session, once it has posted something. */
  private ServerMessages others = NothingSaid.INSTANCE;

  /** A request whose answer has not come yet. */
  private record Pending(Promise<Answer> promise, ServerMessages serverMessages, Post post) {}

  /**
   * @param connect gives a connection to the URL that the server names
   * @param settings of which the bounds of a reply bound an event
   */
  SseTransport(
      Vertx vertx,
      Connection source,
      Function<URI, Connection> connect,
      UpstreamSettings settings) {
    this.vertx = vertx;
    this.source = source;
    this.connect = connect;
    this.settings = settings;
  }

  /** One open stream. */
  private final class Stream {
    final EventSource.Open open;
    final Promise<UpstreamResult<Connection>> endpoint = Promise.promise();
    private final ReplyRoom.Share share = new ReplyRoom.Share(settings.replyRoom());
    private final EventDeadline deadline =
        new EventDeadline(vertx, settings.requestTimeout(), this::late);
    private boolean lost;

    Stream(EventSource.Open open) {
      this.open = open;
      SseParser events = new SseParser(settings.maxReplyBytes(), this::onEvent);
      open.response().exceptionHandler(_ -> lose(this, new UpstreamFailure.Disconnected("closed")));
      open.response().endHandler(_ -> lose(this, new UpstreamFailure.Disconnected("closed")));
      open.response()
          .handler(chunk -> {
            if (lost) {
              return;
            }
            if (!events.feed(chunk.getBytes())) {
              lose(this, new UpstreamFailure.TooLarge("event", settings.maxReplyBytes()));
            } else if (!lost) {
              hold(events.held());
            }
          });
      open.response().resume();
    }

    private void hold(int bytes) {
      deadline.holds(bytes);
      if (!share.hold(bytes)) {
        long room = settings.replyRoom().bytes();
        lose(this, new UpstreamFailure.TooLarge(UpstreamFailure.TooLarge.TOGETHER, room));
      }
    }

    private void late() {
      lose(this, new UpstreamFailure.Disconnected("an event does not end"));
    }

    void lost() {
      lost = true;
      deadline.stop();
      share.hold(0);
    }

    private void onEvent(byte[] data) {
      deadline.stop();
      if (!endpoint.future().isComplete()) {
        endpoint.complete(named(new String(data, StandardCharsets.UTF_8)));
      } else if (stream == this && data.length > 0) {
        onMessage(data);
      }
    }
  }

  @Override
  public URI uri() {
    return source.uri();
  }

  @Override
  public Future<Answer> post(Post post, ServerMessages serverMessages) {
    Stream current = stream;
    if (current == null && post.headers().containsKey(McpHeader.SESSION_ID)) {
      return Future.succeededFuture(
          new Answer.Refused(404, NO_ID, null, Redaction.NONE)); // the session is gone
    }
    Promise<Answer> promise = Promise.promise();
    String id = new String(post.id(), StandardCharsets.UTF_8);
    long timer =
        vertx.setTimer(
            Math.max(1, post.timeout().toMillis()),
            _ -> {
              finish(id, promise, new UpstreamFailure.Timeout(post.timeout()));
              giveUpOpening();
            });
    promise.future().onComplete(_ -> vertx.cancelTimer(timer));
    others = serverMessages.others();
    if (post.id().length > 0) {
      questions = 0;
      pending.put(id, new Pending(promise, serverMessages, post));
      serverMessages.onSend(() -> finish(id, promise, new UpstreamFailure.Cancelled()));
    }
    Future<UpstreamResult<Connection>> endpoint =
        current == null ? open(post) : current.endpoint.future();
    endpoint.onSuccess(result -> {
      switch (result) {
        case UpstreamResult.Ok<Connection>(Connection to) -> send(to, post, id, promise);
        case UpstreamResult.Failed<Connection>(UpstreamFailure failure) ->
            finish(id, promise, failure);
      }
    });
    return promise.future();
  }

  private Future<UpstreamResult<Connection>> open(Post first) {
    int mine = ++openings;
    return source.stream(HttpMethod.GET, first)
        .compose(opened ->
            switch (opened) {
              case EventSource.Open late when mine != openings -> {
                late.request().reset();
                yield Future.succeededFuture(
                    new UpstreamResult.Failed<>(new UpstreamFailure.Timeout(first.timeout())));
              }
              case EventSource.None(UpstreamFailure failure) ->
                  Future.succeededFuture(new UpstreamResult.Failed<>(failure));
              case EventSource.Open open -> {
                Stream fresh = new Stream(open);
                stream = fresh;
                yield fresh.endpoint.future();
              }
            });
  }

  /** The server's word decides where to post, but not at whom: credentials go along. */
  private UpstreamResult<Connection> named(String reference) {
    URI base = source.uri();
    try {
      URI named = base.resolve(reference.strip());
      return sameOrigin(base, named)
          ? new UpstreamResult.Ok<>(connect.apply(named))
          : new UpstreamResult.Failed<>(
              new UpstreamFailure.NotMcp("the endpoint is at another origin"));
    } catch (IllegalArgumentException e) {
      return new UpstreamResult.Failed<>(new UpstreamFailure.NotMcp("no endpoint is named"));
    }
  }

  private static boolean sameOrigin(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && Objects.equals(a.getRawAuthority(), b.getRawAuthority());
  }

  private void send(Connection to, Post post, String id, Promise<Answer> promise) {
    Map<String, String> headers = new HashMap<>(post.headers());
    headers.remove(McpHeader.SESSION_ID);
    to.post(new Post(post.body(), NO_ID, headers, post.timeout()), NothingSaid.INSTANCE)
        .onSuccess(answer -> {
          switch (answer) {
            case Answer.Accepted accepted when post.id().length == 0 ->
                promise.tryComplete(accepted);
            case Answer.Accepted _, Answer.Result _ -> {} // the answer comes over the stream
            case Answer.Refused refused -> {
              pending.remove(id);
              promise.tryComplete(refused);
            }
            case Answer.Failed(UpstreamFailure failure) -> finish(id, promise, failure);
          }
        });
  }

  private void finish(String id, Promise<Answer> promise, UpstreamFailure failure) {
    pending.remove(id);
    promise.tryComplete(new Answer.Failed(failure));
  }

  private void onMessage(byte[] data) {
    switch (UpstreamMessageScanner.scan(
        data, ScanLimits.REPLY.withMaxBytes(settings.maxReplyBytes()))) {
      case UpstreamMessage.Result result -> {
        Pending asked = pending.remove(result.id().text(data));
        if (asked != null) {
          asked.promise().tryComplete(new Answer.Result(data, result, STREAM));
        }
      }
      case UpstreamMessage.Failure failure -> {
        Pending asked = pending.remove(failure.id().text(data));
        if (asked != null) {
          asked.promise().tryComplete(new Answer.Refused(200, data, failure, source.redaction()));
        }
      }
      case UpstreamMessage.ServerRequest request -> ask(request, data);
      case UpstreamMessage.ServerNotification told -> {
        Outside listening = outside;
        if (listening != null && McpMethod.isNews(told.method())) {
          listening.heard().onNotification(data, told);
        } else {
          owner(told, data).ifPresent(one -> one.serverMessages().onNotification(data, told));
        }
      }
      case UpstreamMessage.Malformed _ -> {} // of no request that could be told so
    }
  }

  /** Only of a request that runs alone it is known that a question belongs to it. */
  private void ask(UpstreamMessage.ServerRequest request, byte[] data) {
    Stream current = stream;
    if (++questions > SharedSession.MAX_QUESTIONS && current != null) {
      lose(current, new UpstreamFailure.NotMcp("it asks too much"));
    } else if (pending.size() == 1) {
      pending.values().iterator().next().serverMessages().onRequest(data, request);
    } else {
      others.onRequest(data, request);
    }
  }

  /** Progress names the request by its token, which is the id that we sent; else there is one. */
  private Optional<Pending> owner(UpstreamMessage.ServerNotification told, byte[] data) {
    String token = told.method().equals(McpMethod.PROGRESS) ? token(told.params().copy(data)) : "";
    if (!token.isEmpty()) {
      return Optional.ofNullable(pending.get(token));
    }
    return pending.size() == 1 ? Optional.of(pending.values().iterator().next()) : Optional.empty();
  }

  private static String token(byte[] params) {
    try {
      return MAPPER.readTree(params).path("progressToken").asText();
    } catch (IOException e) {
      return "";
    }
  }

  /** The one stream brings the news too. */
  @Override
  public Future<UpstreamResult<Runnable>> listen(
      HttpMethod method, Post post, ServerMessages heard, Runnable onEnd) {
    if (stream == null) {
      return Future.succeededFuture(
          new UpstreamResult.Failed<>(new UpstreamFailure.Disconnected("closed")));
    }
    Outside listening = new Outside(heard, onEnd);
    outside = listening;
    return Future.succeededFuture(
        new UpstreamResult.Ok<>(() -> outside = outside == listening ? null : outside));
  }

  /** A stream that names no endpoint is of no use to whoever comes next. */
  private void giveUpOpening() {
    Stream current = stream;
    if (current == null) {
      openings++;
    } else if (!current.endpoint.future().isComplete()) {
      lose(current, new UpstreamFailure.NotMcp("no endpoint is named"));
    }
  }

  private void lose(Stream lost, UpstreamFailure failure) {
    if (stream == lost) {
      stream = null;
    }
    lost.lost();
    lost.endpoint.tryComplete(new UpstreamResult.Failed<>(failure));
    List<Pending> waiting = List.copyOf(pending.values());
    pending.clear();
    waiting.forEach(asked -> asked.promise().tryComplete(new Answer.Failed(failure)));
    Outside listening = outside;
    if (listening != null) {
      outside = null;
      listening.onEnd().run();
    }
    lost.open.request().reset(); // tells of a broken stream, which by now nobody waits for
  }

  @Override
  public Future<Void> delete(Post post) {
    Stream current = stream;
    if (current != null) {
      lose(current, new UpstreamFailure.Disconnected("closed by us"));
    }
    return Future.succeededFuture();
  }
}
