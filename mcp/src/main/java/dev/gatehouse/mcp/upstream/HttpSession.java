package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A conversation over Streamable HTTP, in either era. */
final class HttpSession implements UpstreamSession, ServerMessages {
  /** Answers on their way at a time: an upstream that does not take them gets no more. */
  private static final int MAX_ANSWERS = 16;

  private final Transport connection;
  private final Messages messages;
  private final EraCache eras;
  private final UpstreamSettings settings;
  private final SharedSession shared;
  private boolean describing;
  private int answering;

  HttpSession(
      Transport connection,
      Messages messages,
      SharedSession shared,
      EraCache eras,
      UpstreamSettings settings) {
    this.shared = shared;
    this.connection = connection;
    this.messages = messages;
    this.eras = eras;
    this.settings = settings;
  }

  @Override
  public Future<UpstreamResult<ServerSummary>> describe() {
    describing = true;
    Opened current = shared.opened();
    return current != null
        ? describe(current)
        : open()
            .compose(result ->
                switch (result) {
                  case UpstreamResult.Ok<Opened>(Opened how) -> describe(how);
                  case UpstreamResult.Failed<Opened>(UpstreamFailure failure) -> failed(failure);
                });
  }

  private Future<UpstreamResult<ServerSummary>> describe(Opened how) {
    return switch (how) {
      case Opened.Modern(ProtocolVersion version) ->
          send(_ -> messages.discover(version), true, RequestContext.NONE)
              .map(result ->
                  result.map(answer ->
                      ServerSummary.of(version, answer.body(), answer.message().result())));
      case Opened.Legacy legacy ->
          Future.succeededFuture(
              new UpstreamResult.Ok<>(
                  legacy.server() != null
                      ? legacy.server()
                      : new ServerSummary(
                          legacy.version(), MissingNode.getInstance(), null, null)));
    };
  }

  @Override
  public Future<UpstreamResult<DefinitionList>> list(ListedKind kind, RequestListener listener) {
    return new ListPager(this, settings, kind, listener).run();
  }

  @Override
  public Future<UpstreamResult<ToolReply>> callTool(ToolCall call) {
    return replies(send(how -> messages.callTool(how, call), call.idempotent(), call.context()));
  }

  @Override
  public Future<UpstreamResult<ToolReply>> request(UpstreamRequest request) {
    return replies(
        send(how -> messages.request(how, request), request.repeatable(), request.context()));
  }

  private static Future<UpstreamResult<ToolReply>> replies(
      Future<UpstreamResult<Answer.Result>> answers) {
    return answers.map(
        result -> result.map(answer -> new ToolReply(answer.body(), answer.message())));
  }

  @Override
  public Future<UpstreamResult<NewsStream>> listen(NewsListener listener) {
    return listen(listener, true);
  }

  private Future<UpstreamResult<NewsStream>> listen(NewsListener listener, boolean first) {
    return open()
        .compose(result ->
            switch (result) {
              case UpstreamResult.Ok<Opened>(Opened.Modern how) ->
                  Future.succeededFuture(
                      new UpstreamResult.Ok<>(new ModernNews(connection, messages, how, listener)));
              case UpstreamResult.Ok<Opened>(Opened.Legacy how) -> listen(how, listener, first);
              case UpstreamResult.Failed<Opened>(UpstreamFailure failure) -> failed(failure);
            });
  }

  private Future<UpstreamResult<NewsStream>> listen(
      Opened.Legacy how, NewsListener listener, boolean first) {
    LegacyNews news = new LegacyNews(this, settings, listener);
    return connection
        .listen(HttpMethod.GET, messages.stream(how), news, news::ended)
        .compose(begun ->
            switch (begun) {
              case UpstreamResult.Ok<Runnable>(Runnable close) ->
                  Future.succeededFuture(new UpstreamResult.Ok<>(news.begun(close)));
              case UpstreamResult.Failed<Runnable>(UpstreamFailure.HttpStatus(int status, _))
                  when status == 404 && how.sessionId() != null && first -> {
                reopen(how);
                yield listen(listener, false);
              }
              case UpstreamResult.Failed<Runnable>(UpstreamFailure failure) -> failed(failure);
            });
  }

  @Override
  public Optional<ProtocolVersion> version() {
    return Optional.ofNullable(shared.opened()).map(Opened::version);
  }

  @Override
  public Future<Void> close() {
    Opened current = shared.close();
    return current != null && (connection.heldOpen() || hasSession(current))
        ? connection.delete(messages.end(current))
        : Future.succeededFuture();
  }

  static boolean hasSession(Opened how) {
    return how instanceof Opened.Legacy legacy && legacy.sessionId() != null;
  }

  private Future<UpstreamResult<Answer.Result>> send(
      Function<Opened, Post> message, boolean repeatable, RequestContext context) {
    Outgoing outgoing =
        new Outgoing(
            message,
            repeatable,
            context.levelToSet(),
            new RequestMessages(this, context.listener()));
    if (!context.takesQuestions() || shared.opened() instanceof Opened.Modern) {
      return send(outgoing); // nobody will ask outside of its stream
    }
    SharedSession.Running running = shared.runs(outgoing.serverMessages());
    return send(outgoing).onComplete(_ -> shared.ended(running));
  }

  private Future<UpstreamResult<Answer.Result>> send(Outgoing outgoing) {
    Opened current = shared.opened();
    return current != null
        ? send(outgoing, current, true)
        : open().compose(result -> sendOver(result, outgoing, true));
  }

  /**
   * A request that may be sent twice.
   *
   * @param message by how the upstream is spoken to
   * @param repeatable also when the connection has broken
   * @param logLevel that a legacy session has to be set to before; null for any
   */
  private record Outgoing(
      Function<Opened, Post> message,
      boolean repeatable,
      @Nullable String logLevel,
      ServerMessages serverMessages) {}

  private Future<UpstreamResult<Answer.Result>> sendOver(
      UpstreamResult<Opened> result, Outgoing outgoing, boolean first) {
    return switch (result) {
      case UpstreamResult.Ok<Opened>(Opened how) -> send(outgoing, how, first);
      case UpstreamResult.Failed<Opened>(UpstreamFailure failure) -> failed(failure);
    };
  }

  private Future<UpstreamResult<Answer.Result>> send(Outgoing outgoing, Opened how, boolean first) {
    String level = outgoing.logLevel();
    if (level != null && how instanceof Opened.Legacy legacy && !level.equals(shared.logLevel())) {
      shared.logLevel(level); // whatever it answers: who has no log is not asked again
      return connection
          .post(messages.setLevel(legacy, level), this)
          .compose(_ -> exchange(outgoing, how, first));
    }
    return exchange(outgoing, how, first);
  }

  private Future<UpstreamResult<Answer.Result>> exchange(
      Outgoing outgoing, Opened how, boolean first) {
    Post post = outgoing.message().apply(how);
    return connection
        .post(post, outgoing.serverMessages())
        .compose(answer ->
            switch (answer) {
              case Answer.Result result -> Future.succeededFuture(new UpstreamResult.Ok<>(result));
              case Answer.Refused refused when first && Forgotten.by(how, refused) -> {
                reopen(how);
                yield !outgoing.repeatable() && !Forgotten.unread(how, refused)
                    ? failed(refused.failure())
                    : open().compose(again -> sendOver(again, outgoing, false));
              }
              case Answer.Refused refused -> failed(refused.failure());
              case Answer.Accepted _ -> failed(new UpstreamFailure.NotMcp("no answer"));
              case Answer.Failed(UpstreamFailure.Disconnected _)
                  when first && outgoing.repeatable() ->
                  send(outgoing, how, false);
              case Answer.Failed(UpstreamFailure failure) -> {
                cancel(how, post, failure);
                yield failed(failure);
              }
            });
  }

  Future<UpstreamResult<Opened>> open() {
    return shared.open(() -> new Opening(connection, messages, eras, this, describing).open());
  }

  void reopen(Opened lost) {
    if (shared.lost(lost) && !hasSession(lost)) { // else someone else has opened it anew already
      eras.forget(connection.uri());
    }
  }

  private void cancel(Opened how, Post post, UpstreamFailure failure) {
    if (how instanceof Opened.Legacy legacy
        && (failure instanceof UpstreamFailure.Timeout
            || failure instanceof UpstreamFailure.Cancelled)) {
      String reason = failure instanceof UpstreamFailure.Timeout ? "timeout" : "cancelled";
      connection.post(messages.cancelled(legacy, post.id(), reason), this);
    }
  }

  private static <T> Future<UpstreamResult<T>> failed(UpstreamFailure failure) {
    return Future.succeededFuture(new UpstreamResult.Failed<>(failure));
  }

  @Override
  public void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request) {
    answer(bytes, request, Messages.refusal(request.method()));
  }

  /**
   * A question that came outside the stream of any request.
   *
   * @return false if there are too many
   */
  boolean onQuestionOutside(byte[] bytes, UpstreamMessage.ServerRequest request) {
    return shared.ask(bytes, request, this);
  }

  /**
   * @param member {@code "result":…} or {@code "error":…}
   */
  void answer(byte[] bytes, UpstreamMessage.ServerRequest request, byte[] member) {
    if (shared.opened() instanceof Opened.Legacy legacy && answering < MAX_ANSWERS) {
      answering++;
      connection
          .post(messages.answer(legacy, bytes, request.id(), request.method(), member), this)
          .onComplete(_ -> answering--);
    }
  }

  @Override
  public void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification) {
    // what belongs to no request of a client has no reader
  }
}
