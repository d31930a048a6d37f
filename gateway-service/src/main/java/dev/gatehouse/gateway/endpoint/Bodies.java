package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.mcp.wire.BoundedBody;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Reads request bodies, up to the bound. */
@Singleton
final class Bodies {
  private final int maxBytes;

  Bodies(EndpointConfig config) {
    this.maxBytes = (int) Math.min(Integer.MAX_VALUE - 8, config.maxRequestSize().asLongValue());
  }

  /**
   * Quarkus hands a request over paused, so nothing of the body is lost until now; a client that
   * waits to be asked for it is asked.
   */
  void read(HttpServerRequest request, Consumer<byte[]> then) {
    if (request.isEnded()) {
      return; // the client has left meanwhile
    }
    BoundedBody body = new BoundedBody(maxBytes, request.getHeader(HttpHeaders.CONTENT_LENGTH));
    request.endHandler(end -> then.accept(body.toArray()));
    request.handler(chunk -> {
      if (!body.add(chunk)) {
        Refusals.send(request, 413, "The message is too large");
      }
    });
    if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.resume();
  }
}
