package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.mcp.wire.BoundedBody;
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

  /** What comes after the bound is not read: it may have no end. */
  private static void refuse(HttpServerRequest request) {
    if (!request.response().ended()) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      Refusals.send(request, 413, "The message is too large");
      request.handler(chunk -> {});
    }
  }

  /** Quarkus hands a request over paused, so nothing of the body is lost until now. */
  void read(HttpServerRequest request, Consumer<byte[]> then) {
    BoundedBody body = new BoundedBody(maxBytes, request.getHeader(HttpHeaders.CONTENT_LENGTH));
    request.handler(chunk -> {
      if (!body.add(chunk)) {
        refuse(request);
      }
    });
    request.endHandler(end -> {
      if (!body.tooLarge()) {
        then.accept(body.toArray());
      }
    });
    if (request.headers().contains(HttpHeaders.EXPECT)) { // somebody waits to be let in
      request.response().writeContinue();
    }
    request.resume();
  }
}
