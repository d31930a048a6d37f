package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reads JSON documents that upstreams and authorization servers name, past the guard. */
final class Documents {
  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_URI = 2_048;

  private final SafeHttpClient http;
  private final Duration limit;

  /**
   * @param limit of one document
   */
  Documents(SafeHttpClient http, Duration limit) {
    this.http = http;
    this.limit = limit;
  }

  /** An object; empty if there is none, for whatever reason. */
  Optional<JsonNode> find(String uri) throws InterruptedException {
    if (uri.length() > MAX_URI) {
      return Optional.empty();
    }
    try {
      FetchRequest request =
          FetchRequest.get(new URI(uri))
              .accepting("application/json")
              .within(new FetchLimits(limit, MAX_BYTES, 0));
      return http.fetchBlocking(request) instanceof FetchResult.Response response
              && response.status() == 200
          ? object(response.body().toString(StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(Json.mapper().readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
