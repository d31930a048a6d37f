package dev.gatehouse.mcp.upstream;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** What came of asking for an event stream. */
sealed interface EventSource {
  /** It is open; the response is paused. */
  record Open(HttpClientRequest request, HttpClientResponse response) implements EventSource {}

  record None(UpstreamFailure failure) implements EventSource {}
}
