package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mcp/{org}/{name}}: a raw route in front of everything else. It runs before Quarkus
 * authenticates, so what follows here is all the protection there is.
 */
@Singleton
final class McpRoute {
  /** Before every handler of Quarkus. */
  static final int ORDER = -1000;

  private static final String PREFIX = "/mcp/";

  private final Catalog catalog;
  private final CallerOrigin callerOrigin;
  private final EndpointConfig config;
  private final McpGet get;
  private final McpPost post;
  private final SessionEnd sessionEnd;

  McpRoute(
      Catalog catalog,
      CallerOrigin callerOrigin,
      EndpointConfig config,
      McpGet get,
      McpPost post,
      SessionEnd sessionEnd) {
    this.catalog = catalog;
    this.callerOrigin = callerOrigin;
    this.config = config;
    this.get = get;
    this.post = post;
    this.sessionEnd = sessionEnd;
  }

  void register(@Observes Router router) {
    if (config.enabled()) {
      router.route(PREFIX + "*").order(ORDER).handler(this::handle);
    }
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!callerOrigin.allows(request)) {
      finish(request, 403);
      return;
    }
    Gateway gateway = find(request.path());
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

  private @Nullable Gateway find(@Nullable String path) {
    return path == null || !path.startsWith(PREFIX)
        ? null
        : catalog.find(path.substring(PREFIX.length()));
  }

  private static void finish(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
    request.resume();
  }
}
