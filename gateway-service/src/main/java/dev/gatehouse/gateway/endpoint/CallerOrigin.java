package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.platform.security.Hosts;
import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets only those pages and host names in that are ours. A page that had its own name resolve to
 * this machine (DNS rebinding) would send its own name as host, or itself as origin.
 */
@Singleton
final class CallerOrigin {
  private static final String ALLOWED_HEADERS =
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method,"
          + " Mcp-Name";

  private final Hosts hosts;
  private final Set<String> origins = new HashSet<>();

  CallerOrigin(Origin origin, EndpointConfig config) {
    hosts = new Hosts(origin, config.allowedHosts().orElse(Set.of()));
    origins.add(origin.value());
    config.allowedOrigins().ifPresent(origins::addAll);
  }

  boolean allows(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return hosts.has(request.getHeader(HttpHeaders.HOST))
        && (origin == null || origins.contains(origin));
  }

  /** CORS, without credentials; for what {@link #allows} only. */
  void mark(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      request
          .response()
          .putHeader("Access-Control-Allow-Origin", origin)
          .putHeader("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate")
          .putHeader(HttpHeaders.VARY, "Origin");
    }
  }

  void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(204);
    response
        .putHeader("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .putHeader("Access-Control-Allow-Headers", ALLOWED_HEADERS)
        .putHeader("Access-Control-Max-Age", "3600")
        .end();
  }
}
