package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.Outgoing;
import dev.gatehouse.mcp.wire.ResultWriter;
import io.opentelemetry.api.trace.Span;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one answer. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Of answers in between; of those beyond it only the size is kept. */
  private static final int MOST_ANSWERS = 64 << 10;

  private final Conversation conversation;
  private final ClientMessage.Request request;
  private final Span span;
  private final Consumer<Reply> onReply;
  private @Nullable String traceParent;
  private @Nullable Session session;
  private @Nullable Runnable cancel;
  private @Nullable Runnable end;
  private @Nullable Bytes answers;
  private boolean unrecorded;
  private boolean cancelled;
  private boolean replied;

  /**
   * @param onReply told of the answer just before it is sent
   */
  Exchange(
      Conversation conversation,
      ClientMessage.Request request,
      Span span,
      Consumer<Reply> onReply) {
    this.conversation = conversation;
    this.request = request;
    this.span = span;
    this.onReply = onReply;
  }

  Conversation conversation() {
    return conversation;
  }

  ClientMessage.Request request() {
    return request;
  }

  Span span() {
    return span;
  }

  /**
   * W3C trace context of a span of this request, which is its own where nobody looks; null if there
   * is none.
   */
  @Nullable String traceParent(Span of) {
    if (of != span) {
      return McpSpans.traceParent(of);
    }
    if (traceParent == null) {
      traceParent = McpSpans.traceParent(span);
    }
    return traceParent;
  }

  /** The legacy session that the request belongs to; null if it belongs to none. */
  @Nullable Session session() {
    return session;
  }

  void session(Session found) {
    session = found;
  }

  @Nullable String header(String name) {
    return conversation.header(name);
  }

  byte[] id() {
    return request.id().copy(request.body());
  }

  /**
   * @param stop stops what is done for this request now
   */
  void cancellable(Runnable stop) {
    cancel = stop;
    if (cancelled) {
      stop.run();
    }
  }

  /** The client wants no answer any more. On this request's event loop. */
  void cancel() {
    cancelled = true;
    if (cancel != null) {
      cancel.run();
    }
  }

  /**
   * @param then run when the request is answered
   */
  void onEnd(Runnable then) {
    end = then;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Nothing can be recorded now, and this request is served all the same. */
  void serveUnrecorded() {
    unrecorded = true;
  }

  boolean unrecorded() {
    return unrecorded;
  }

  /**
   * The client has answered a question in between.
   *
   * @param member {@code "result":…} or {@code "error":…}
   */
  void answered(String method, byte[] member) {
    Bytes all = answers == null ? new Bytes(256).add('[') : answers.add(',');
    all.add(utf8("{\"method\":")).quote(method).add(',');
    boolean kept = all.length() + member.length <= MOST_ANSWERS;
    answers =
        (kept ? all.add(member) : all.add(utf8("\"bytes\":")).add((long) member.length)).add('}');
  }

  /** What the client has answered in between, or has brought along as answers. */
  Content answers() {
    return answers == null
        ? Content.of(request.body(), request.params().inputResponses())
        : Content.of(new Bytes(answers.length() + 1).add(answers.toArray()).add(']').toArray());
  }

  /**
   * The request is over without an answer of this kind.
   *
   * @param error {@code error.type}; null for none
   */
  void ended(@Nullable String error) {
    onReply.accept(new Reply(200, Outgoing.NONE, error, null, null));
  }

  /** The first reply counts: what fails after it has nobody to tell. */
  void reply(Reply reply) {
    if (replied) {
      return;
    }
    replied = true;
    onReply.accept(reply);
    if (end != null) {
      end.run();
    }
    conversation.answer(cancelled ? Reply.cancelled(this) : reply);
  }

  /** A result object that is ready as it is. */
  void result(byte[] result) {
    reply(Reply.ok(response(result)));
  }

  byte[] response(byte[] result) {
    return ResultWriter.response(request.body(), request.id(), result);
  }

  /** Something that was not foreseen: the log has it all, the client nothing of it. */
  void failed(Throwable cause) {
    LOG.error("A request could not be served", cause);
    error(500, ErrorCode.INTERNAL_ERROR, "Internal error");
  }

  void error(int status, int code, String message) {
    reply(Reply.error(status, id(), code, message));
  }
}
