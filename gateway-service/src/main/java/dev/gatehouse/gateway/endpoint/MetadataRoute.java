package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Challenge;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.security.AuthorizationServerConfig;
import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Protected resource metadata of each gateway (RFC 9728), in the path form. */
@Singleton
final class MetadataRoute {
  private static final String PREFIX = Challenge.METADATA_PREFIX + "/mcp/";

  private final Catalog catalog;
  private final String authorizationServer;
  private final CallerOrigin callerOrigin;
  private final EndpointConfig config;

  MetadataRoute(
      Catalog catalog,
      Origin origin,
      AuthorizationServerConfig authorizationServer,
      CallerOrigin callerOrigin,
      EndpointConfig config) {
    this.catalog = catalog;
    this.authorizationServer = authorizationServer.issuer().orElse(origin.value());
    this.callerOrigin = callerOrigin;
    this.config = config;
  }

  void register(@Observes Router router) {
    if (config.enabled()) {
      router.route(HttpMethod.GET, PREFIX + "*").order(McpRoute.ORDER).handler(this::answer);
    }
  }

  private void answer(RoutingContext context) {
    if (!callerOrigin.allows(context.request())) {
      context.response().setStatusCode(403).end();
      return;
    }
    callerOrigin.mark(context.request());
    String path = context.request().path();
    Gateway gateway =
        path != null && path.startsWith(PREFIX)
            ? catalog.find(path.substring(PREFIX.length()))
            : null;
    if (gateway == null) {
      context.next(); // answered like every other unknown path
      return;
    }
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(document(gateway).encode());
  }

  JsonObject document(Gateway gateway) {
    JsonArray scopes = new JsonArray();
    Challenge.USUAL.stream().map(Scope::value).sorted().forEach(scopes::add);
    return new JsonObject()
        .put("resource", gateway.resource())
        .put("authorization_servers", new JsonArray().add(authorizationServer))
        .put("scopes_supported", scopes)
        .put("bearer_methods_supported", new JsonArray().add("header"))
        .put("resource_name", gateway.manifest().name());
  }
}
