package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.BoundedBody;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.SseEvent;
import dev.gatehouse.mcp.wire.SseParser;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One POST and its answer, from the first byte to the last or to the deadline. Lives on one event
 * loop and is used once.
 */
final class Exchange {
  /** How long a stream may stay open after it has given the answer. */
  private static final long LINGER_MILLIS = 2_000;

  private static final int MAX_RESUMPTIONS = 20;

  /** Requests of the upstream within one of ours; each is answered by a message of its own. */
  private static final int MAX_QUESTIONS = 128;

  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** Of the body of an HTTP error only an error message is of use. */
  private static final int MAX_ERROR_BYTES = 64 << 10;

  private final Vertx vertx;
  private final Post post;
  private final String host;
  private final int maxReplyBytes;
  private final ReplyRoom replyRoom;
  private final AnswerOf answers;
  private final ServerMessages serverMessages;
  private final Function<String, Future<EventSource>> resume;
  private final Promise<Answer> promise = Promise.promise();
  private @Nullable HttpClientRequest request;
  private long timer;
  private boolean closed;
  private long received;
  private long held;
  private int resumptions = MAX_RESUMPTIONS;
  private int questions;

  /**
   * @param resume asks for the rest of a broken stream, after the event with an id
   */
  Exchange(
      Vertx vertx,
      Post post,
      String host,
      int maxReplyBytes,
      ReplyRoom replyRoom,
      Redaction redaction,
      ServerMessages serverMessages,
      Function<String, Future<EventSource>> resume) {
    this.resume = resume;
    this.answers = new AnswerOf(post, maxReplyBytes, redaction);
    this.vertx = vertx;
    this.post = post;
    this.host = host;
    this.maxReplyBytes = maxReplyBytes;
    this.replyRoom = replyRoom;
    this.serverMessages = serverMessages;
  }

  /** Sends over a connection to come; never fails. */
  Future<Answer> run(Future<HttpClientRequest> connection) {
    timer = vertx.setTimer(Math.max(1, post.timeout().toMillis()), _ -> onDeadline());
    serverMessages.onSend(this::cancel);
    connection.onComplete(this::onConnection);
    return promise.future();
  }

  private void cancel() {
    promise.tryComplete(new Answer.Failed(new UpstreamFailure.Cancelled()));
    abandon();
  }

  private void onDeadline() {
    promise.tryComplete(new Answer.Failed(new UpstreamFailure.Timeout(post.timeout())));
    abandon();
  }

  private void onConnection(AsyncResult<HttpClientRequest> connection) {
    if (connection.failed()) {
      fail(TransportFailures.of(connection.cause(), host));
      return;
    }
    HttpClientRequest opened = connection.result();
    request = opened;
    if (closed) { // the deadline passed while it was being connected
      opened.reset();
      return;
    }
    opened.exceptionHandler(e -> fail(TransportFailures.of(e, host)));
    opened.send(Buffer.buffer(Unpooled.wrappedBuffer(post.body()))).onComplete(this::onResponse);
  }

  private void onResponse(AsyncResult<HttpClientResponse> result) {
    if (result.failed()) {
      fail(TransportFailures.of(result.cause(), host));
      return;
    }
    HttpClientResponse response = result.result();
    response.exceptionHandler(e -> fail(TransportFailures.of(e, host)));
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      promise.tryComplete(
          new Answer.Failed(
              new UpstreamFailure.Unauthorized(status, response.getHeader("WWW-Authenticate"))));
      drain(response);
    } else if (status == 200 && contentType(response).startsWith(SseEvent.CONTENT_TYPE)) {
      readEvents(response);
    } else {
      int limit = status == 200 ? maxReplyBytes : Math.min(maxReplyBytes, MAX_ERROR_BYTES);
      readBody(response, limit);
    }
  }

  /** Little is read for the connection's sake; who goes on talking is hung up on. */
  private void drain(HttpClientResponse response) {
    response.handler(chunk -> {
      received += chunk.length();
      if (received > MAX_ERROR_BYTES) {
        abandon();
      }
    });
    response.endHandler(_ -> close());
    linger();
  }

  private void readBody(HttpClientResponse response, int limit) {
    BoundedBody body = new BoundedBody(limit, response.getHeader(HttpHeaders.CONTENT_LENGTH));
    response.handler(chunk -> {
      if (!hold(chunk.length())) {
        return;
      }
      if (!body.add(chunk)) {
        failTooLarge(limit);
      }
    });
    response.endHandler(_ -> {
      if (!body.tooLarge()) {
        finish(answers.of(response, body.toArray()));
      }
    });
  }

  /** Nothing more of it is kept where all replies together have no more room. */
  private boolean hold(int bytes) {
    if (closed) {
      return false;
    }
    if (replyRoom.take(bytes)) {
      held += bytes;
      return true;
    }
    promise.tryComplete(
        new Answer.Failed(
            new UpstreamFailure.TooLarge(UpstreamFailure.TooLarge.TOGETHER, replyRoom.bytes())));
    abandon();
    return false;
  }

  private void readEvents(HttpClientResponse response) {
    SseParser events = new SseParser(maxReplyBytes, data -> onEvent(response, data));
    response.handler(chunk -> {
      received += chunk.length();
      if (!hold(chunk.length())) {
        return;
      }
      if (received > maxReplyBytes || !events.feed(chunk.getBytes())) {
        failTooLarge(maxReplyBytes);
      }
    });
    response.endHandler(_ -> onStreamEnd(events));
  }

  /** A legacy upstream may close the stream and go on over another (2025-11-25, transports). */
  private void onStreamEnd(SseParser events) {
    String id = events.lastId();
    boolean legacy = !post.headers().containsKey(McpHeader.METHOD);
    if (promise.future().isComplete()
        || id == null
        || id.isEmpty()
        || !legacy
        || resumptions == 0) {
      finish(
          new Answer.Failed(
              new UpstreamFailure.NotMcp("the event stream ended without an answer")));
      return;
    }
    resumptions--;
    long pause = Math.clamp(events.retryMillis(), 1, LONGEST_PAUSE_MILLIS);
    vertx.setTimer(
        pause,
        _ -> {
          if (!closed) {
            resume.apply(id).onSuccess(this::onResumed);
          }
        });
  }

  private void onResumed(EventSource source) {
    switch (source) {
      case EventSource.None(UpstreamFailure failure) -> finish(new Answer.Failed(failure));
      case EventSource.Open open when closed -> open.request().reset();
      case EventSource.Open(HttpClientRequest opened, HttpClientResponse response) -> {
        request = opened;
        response.exceptionHandler(e -> fail(TransportFailures.of(e, host)));
        readEvents(response);
        response.resume();
      }
    }
  }

  private void onEvent(HttpClientResponse response, byte[] data) {
    if (data.length == 0) {
      return; // primes the client to reconnect; there is no message in it
    }
    UpstreamMessage message = answers.scan(data);
    switch (message) {
      case UpstreamMessage.ServerRequest asked -> onQuestion(data, asked);
      case UpstreamMessage.ServerNotification told -> serverMessages.onNotification(data, told);
      case UpstreamMessage.Malformed malformed ->
          fail(new UpstreamFailure.NotMcp(malformed.flaw().sentence()));
      case UpstreamMessage.Result _, UpstreamMessage.Failure _ -> {
        Answer answer = answers.of(data, message, response);
        if (answer != null && promise.tryComplete(answer)) {
          linger();
        }
      }
    }
  }

  private void onQuestion(byte[] data, UpstreamMessage.ServerRequest asked) {
    questions++;
    if (questions <= MAX_QUESTIONS) {
      serverMessages.onRequest(data, asked);
    } else {
      fail(new UpstreamFailure.NotMcp("it asks too much"));
    }
  }

  /** The answer is there; the stream should end by itself so that the connection can be reused. */
  private void linger() {
    if (!closed) {
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(LINGER_MILLIS, _ -> abandon());
    }
  }

  private void failTooLarge(long limit) {
    promise.tryComplete(new Answer.Failed(new UpstreamFailure.TooLarge("reply", limit)));
    abandon();
  }

  /** Whatever comes after a failure is not waited for. */
  private void fail(UpstreamFailure failure) {
    promise.tryComplete(new Answer.Failed(failure));
    abandon();
  }

  private void finish(Answer answer) {
    close();
    promise.tryComplete(answer);
  }

  /** Nobody waits any more: closing the stream also tells a modern upstream to stop. */
  private void abandon() {
    if (!closed) {
      close();
      if (request != null) {
        request.reset();
      }
    }
  }

  private void close() {
    if (!closed) {
      closed = true;
      replyRoom.give(held);
      vertx.cancelTimer(timer);
    }
  }

  private static String contentType(HttpClientResponse response) {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.toLowerCase(Locale.ROOT);
  }
}
