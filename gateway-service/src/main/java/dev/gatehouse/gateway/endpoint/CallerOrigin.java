package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Lets only those pages and host names in that are ours. A page that had its own name resolve to
 * this machine (DNS rebinding) would send its own name as host, or itself as origin.
 */
@Singleton
final class CallerOrigin {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ALLOWED_HEADERS =
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method,"
          + " Mcp-Name";

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  CallerOrigin(Origin origin, EndpointConfig config) {
    String host = URI.create(origin.value()).getHost().toLowerCase(Locale.ROOT);
    hosts.add(host);
    if (LOOPBACK.contains(host)) {
      hosts.addAll(LOOPBACK);
    }
    config.allowedHosts().ifPresent(hosts::addAll);
    origins.add(origin.value());
    config.allowedOrigins().ifPresent(origins::addAll);
  }

  boolean allows(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return knownHost(request.getHeader(HttpHeaders.HOST))
        && (origin == null || origins.contains(origin));
  }

  private boolean knownHost(String header) {
    if (header == null) {
      return false;
    }
    int port = header.lastIndexOf(':');
    boolean hasPort = port > 0 && header.indexOf(']', port) < 0;
    String host = hasPort ? header.substring(0, port) : header;
    return hosts.contains(host) || hosts.contains(host.toLowerCase(Locale.ROOT));
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
