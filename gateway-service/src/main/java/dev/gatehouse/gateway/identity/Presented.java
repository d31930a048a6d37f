package dev.gatehouse.gateway.identity;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.platform.identity.ApiKeySecret;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The credential that a request presents. */
public final class Presented {
  private static final String QUERY_KEY = "apiKey";

  private Presented() {}

  /**
   * Value of {@code Authorization}. Where a gateway has opted in, an API key may stand in the query
   * instead; never an access token (2026-07-28, authorization). It is not logged: no URL is.
   *
   * @return null if none is presented
   */
  public static @Nullable String authorization(HttpServerRequest request, Gateway gateway) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null
        || request.query() == null
        || !gateway.manifest().settings().queryKeyAllowed()) {
      return header;
    }
    String key = request.getParam(QUERY_KEY);
    return key != null && key.startsWith(ApiKeySecret.PREFIX) ? "Bearer " + key : null;
  }
}
