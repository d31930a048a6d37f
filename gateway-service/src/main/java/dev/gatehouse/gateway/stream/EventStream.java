package dev.gatehouse.gateway.stream;

import dev.gatehouse.mcp.wire.SseEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;

/**
 * Server-sent events to one client. May be written to from any thread. A client that does not read
 * for long is disconnected: what it misses would not be kept for it.
 */
public final class EventStream {
  private static final CharSequence EVENTS = HttpHeaders.createOptimized(SseEvent.CONTENT_TYPE);
  private static final Buffer KEEP_ALIVE = Buffer.buffer(": \n\n");

  /** Bytes that may wait for the client to read. */
  private static final long MAX_WAITING = 1 << 20;

  private final HttpServerResponse response;
  private final Context context;
  private long waiting;

  private EventStream(HttpServerResponse response, Context context) {
    this.response = response;
    this.context = context;
  }

  /** Begins to answer with a stream; called on the request's event loop. */
  public static EventStream begin(HttpServerRequest request) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(200)
            .setChunked(true)
            .putHeader(HttpHeaders.CONTENT_TYPE, EVENTS)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("X-Accel-Buffering", "no");
    return new EventStream(response, Objects.requireNonNull(Vertx.currentContext()));
  }

  /** Sends the head, and with it the news that the stream is there. */
  public EventStream open() {
    return write(KEEP_ALIVE);
  }

  /** One message as one event. */
  public void send(byte[] message) {
    write(Buffer.buffer(SseEvent.message(message)));
  }

  /** An event with a name of its own. */
  public void send(String event, String data) {
    write(Buffer.buffer("event: " + event + "\ndata: " + data + "\n\n"));
  }

  /** A comment, so that proxies on the way do not take the silence for an end. */
  public void keepAlive() {
    write(KEEP_ALIVE);
  }

  public void end() {
    context.runOnContext(ignored -> {
      if (!response.ended() && !response.closed()) {
        response.end();
      }
    });
  }

  /** Called when either side has ended it, at once if that was before; may be called twice. */
  public void onEnd(Runnable then) {
    response.closeHandler(ignored -> then.run());
    response.endHandler(ignored -> then.run());
    if (response.closed()) { // the client has left before anybody could be told
      then.run();
    }
  }

  private EventStream write(Buffer bytes) {
    context.runOnContext(ignored -> {
      if (response.ended() || response.closed()) {
        return;
      }
      if (waiting > MAX_WAITING) {
        response.reset();
        return;
      }
      waiting += bytes.length();
      response.write(bytes).onComplete(done -> waiting -= bytes.length());
    });
    return this;
  }
}
