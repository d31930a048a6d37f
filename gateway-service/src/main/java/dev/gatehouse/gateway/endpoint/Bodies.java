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

  /** Quarkus hands a request over paused, so nothing of the body is lost until now. */
  void read(HttpServerRequest request, Consumer<byte[]> then) {
    BoundedBody body = new BoundedBody(maxBytes, request.getHeader(HttpHeaders.CONTENT_LENGTH));
    request.handler(body::add);
    request.endHandler(end -> {
      if (body.tooLarge()) {
        Refusals.send(request, 413, "The message is too large");
      } else {
        then.accept(body.toArray());
      }
    });
    request.resume();
  }
}
