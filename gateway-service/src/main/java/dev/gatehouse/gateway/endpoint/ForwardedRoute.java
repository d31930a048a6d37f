package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.forward.Vouching;
import dev.gatehouse.gateway.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What other replicas pass on of legacy sessions that are held here. Never routed from outside; a
 * caller assertion of a gateway is all that lets in, and a client's credential does not.
 */
@Singleton
final class ForwardedRoute {
  private final GatewayPaths paths;
  private final EndpointConfig config;
  private final Vouching vouching;
  private final McpGet get;
  private final McpPost post;
  private final SessionEnd sessionEnd;
  private final LegacySse legacySse;

  ForwardedRoute(
      GatewayPaths paths,
      EndpointConfig config,
      Vouching vouching,
      McpGet get,
      McpPost post,
      SessionEnd sessionEnd,
      LegacySse legacySse) {
    this.paths = paths;
    this.config = config;
    this.vouching = vouching;
    this.get = get;
    this.post = post;
    this.sessionEnd = sessionEnd;
    this.legacySse = legacySse;
  }

  void register(@Observes Router router) {
    if (config.enabled()) {
      router
          .route(Forwarding.PREFIX + GatewayPaths.MCP + "*")
          .order(McpRoute.ORDER)
          .handler(this::handle);
    }
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Principal principal = vouching.vouchedFor(request);
    if (principal == null) {
      Refusals.send(request, 401, "Only another replica is let in here");
      return;
    }
    String path = context.normalizedPath().substring(Forwarding.PREFIX.length());
    boolean message = path.endsWith(LegacySse.MESSAGES);
    Gateway gateway =
        paths.find(message ? path.substring(0, path.length() - LegacySse.MESSAGES.length()) : path);
    if (gateway == null || !gateway.organisation().equals(principal.caller().organisation())) {
      Refusals.send(request, 404, "There is no such gateway");
      return;
    }
    long started = System.nanoTime();
    switch (request.method().name()) {
      case "GET" -> get.listenFor(request, gateway, principal);
      case "DELETE" -> sessionEnd.endHere(request, gateway, principal);
      case "POST" -> {
        if (message) {
          legacySse.take(request, gateway, principal, started, true);
        } else {
          post.take(request, gateway, principal, started, true);
        }
      }
      default -> Refusals.send(request, 405, "There is no such method here");
    }
  }
}
