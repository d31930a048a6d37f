package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.lane.UnreadAnswers;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.Outgoing;
import dev.gatehouse.mcp.wire.SseEvent;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Answers in the response to the client's POST: as JSON, or as events if the client takes nothing
 * else or something had to be said before the answer.
 */
final class PostOutlet implements Outlet {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized(SseEvent.CONTENT_TYPE);

  private final HttpServerRequest http;
  private final UnreadAnswers answers;
  private boolean streaming;

  PostOutlet(HttpServerRequest http, UnreadAnswers answers) {
    this.answers = answers;
    this.http = http;
  }

  @Override
  public void answer(Reply reply) {
    HttpServerResponse response = http.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (streaming) {
      end(response, reply.body());
      return;
    }
    response.setStatusCode(reply.status());
    if (reply.sessionId() != null) {
      response.putHeader(McpHeader.SESSION_ID, reply.sessionId());
    }
    if (reply.challenge() != null) {
      response.putHeader("WWW-Authenticate", reply.challenge());
    }
    if (reply.status() == 200 && (reply.body().length() == 0 || takesEventsOnly())) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, EVENTS).putHeader("X-Accel-Buffering", "no");
      end(response, reply.body());
    } else if (reply.body().length() == 0) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
      answers.end(http, reply.body().buffer());
    }
  }

  private void end(HttpServerResponse response, Outgoing body) {
    if (body.length() == 0) {
      response.end();
    } else {
      answers.end(http, wrap(SseEvent.message(body.toArray())));
    }
  }

  @Override
  public boolean streams() {
    String accept = http.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(SseEvent.CONTENT_TYPE);
  }

  @Override
  public void event(byte[] message) {
    HttpServerResponse response = http.response();
    if (response.closed() || response.ended() || response.writeQueueFull()) {
      return; // a client that does not read misses what is said on the way
    }
    if (!streaming) {
      streaming = true;
      response
          .setStatusCode(200)
          .setChunked(true)
          .putHeader(HttpHeaders.CONTENT_TYPE, EVENTS)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
          .putHeader("X-Accel-Buffering", "no");
    }
    response.write(wrap(SseEvent.message(message)));
  }

  @Override
  public void onGone(Runnable then) {
    http.response()
        .closeHandler(ignored -> {
          if (!http.response().ended()) {
            then.run();
          }
        });
    if (http.response().closed()) {
      then.run();
    }
  }

  /** With {@code Accept: text/event-stream} alone the one message comes as one event. */
  private boolean takesEventsOnly() {
    String accept = http.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains(SseEvent.CONTENT_TYPE)
        && !accept.contains("application/json")
        && !accept.contains("*/*");
  }

  /** Without a copy: nobody changes the bytes any more. */
  private static Buffer wrap(byte[] bytes) {
    return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
  }
}
