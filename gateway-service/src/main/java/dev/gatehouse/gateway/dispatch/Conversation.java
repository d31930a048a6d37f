package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lane;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.SseEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** One POST of an admitted caller, and the way to answer it. Belongs to one event loop. */
public final class Conversation {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized(SseEvent.CONTENT_TYPE);

  private final HttpServerRequest http;
  private final Gateway gateway;
  private final Principal principal;
  private final Lane lane;
  private final long started;

  /**
   * @param started {@link System#nanoTime} at the arrival of the request's head
   */
  public Conversation(
      HttpServerRequest http, Gateway gateway, Principal principal, Lane lane, long started) {
    this.http = http;
    this.gateway = gateway;
    this.principal = principal;
    this.lane = lane;
    this.started = started;
  }

  Gateway gateway() {
    return gateway;
  }

  Principal principal() {
    return principal;
  }

  Lane lane() {
    return lane;
  }

  @Nullable String header(String name) {
    return http.getHeader(name);
  }

  String sourceAddress() {
    return http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
  }

  long elapsedNanos() {
    return System.nanoTime() - started;
  }

  /** Sends the answer; to a client that has gone away nothing is sent. */
  void answer(Reply reply) {
    HttpServerResponse response = http.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    if (reply.sessionId() != null) {
      response.putHeader(McpHeader.SESSION_ID, reply.sessionId());
    }
    if (reply.challenge() != null) {
      response.putHeader("WWW-Authenticate", reply.challenge());
    }
    if (reply.body().length == 0) {
      response.end();
    } else if (reply.status() == 200 && takesEventsOnly()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, EVENTS).putHeader("X-Accel-Buffering", "no");
      response.end(Buffer.buffer(SseEvent.message(reply.body())));
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(reply.body()));
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
}
