package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mcp/{org}/{name}} and {@code /api/v1/gateways/{gateway}/mcp}: a raw route in front of
 * everything else. It runs before Quarkus authenticates, so what follows here is all the protection
 * there is.
 */
@Singleton
final class McpRoute {
  /** Before every handler of Quarkus. */
  static final int ORDER = -1000;

  private final GatewayPaths paths;
  private final CallerOrigin callerOrigin;
  private final EndpointConfig config;
  private final McpGet get;
  private final McpPost post;
  private final SessionEnd sessionEnd;
  private final LegacySse legacySse;

  McpRoute(
      GatewayPaths paths,
      CallerOrigin callerOrigin,
      EndpointConfig config,
      McpGet get,
      McpPost post,
      SessionEnd sessionEnd,
      LegacySse legacySse) {
    this.legacySse = legacySse;
    this.paths = paths;
    this.callerOrigin = callerOrigin;
    this.config = config;
    this.get = get;
    this.post = post;
    this.sessionEnd = sessionEnd;
  }

  void register(@Observes Router router) {
    if (config.enabled()) {
      router.route(GatewayPaths.MCP + "*").order(ORDER).handler(this::handle);
      router.route(GatewayPaths.PRODUCT + "*").order(ORDER).handler(this::handle);
    }
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String repeated = SingleHeaders.repeated(request.headers());
    if (repeated != null) {
      Refusals.repeated(request, repeated);
      return;
    }
    if (!callerOrigin.allows(request)) {
      finish(request, 403);
      return;
    }
    String path = request.path();
    Gateway gateway = paths.find(path);
    if (gateway == null && legacySse(request, path)) {
      return;
    }
    if (gateway == null) {
      context.next(); // answered like every other unknown path
      return;
    }
    callerOrigin.mark(request);
    switch (request.method().name()) {
      case "POST" -> post.handle(request, gateway);
      case "GET" -> get.handle(request, gateway);
      case "DELETE" -> sessionEnd.handle(request, gateway);
      case "OPTIONS" -> callerOrigin.preflight(request);
      default -> {
        request.response().putHeader("Allow", "GET, POST, DELETE, OPTIONS");
        finish(request, 405);
      }
    }
  }

  /** Below a gateway; both names are reserved, so no gateway has them. */
  private boolean legacySse(HttpServerRequest request, @Nullable String path) {
    boolean stream = path != null && path.endsWith(LegacySse.STREAM);
    if (path == null || !(stream || path.endsWith(LegacySse.MESSAGES))) {
      return false;
    }
    Gateway gateway = paths.find(path.substring(0, path.lastIndexOf('/')));
    if (gateway == null) {
      return false;
    }
    callerOrigin.mark(request);
    switch (request.method().name()) {
      case "GET" -> {
        if (!stream) {
          return false;
        }
        legacySse.stream(request, gateway);
      }
      case "POST" -> {
        if (stream) { // a client that tries the newer transport first: it has to go on
          request.response().putHeader("Allow", "GET, OPTIONS");
          finish(request, 405);
        } else {
          legacySse.message(request, gateway);
        }
      }
      case "OPTIONS" -> callerOrigin.preflight(request);
      default -> finish(request, 405);
    }
    return true;
  }

  private static void finish(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
    request.resume();
  }
}
