package dev.gatehouse.auth.metadata;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets web pages use discovery, keys, registration, token and revocation endpoints (Fetch standard,
 * CORS), without credentials. Pages for people and the REST API answer no other origin.
 */
@ApplicationScoped
class CrossOriginAccess {
  private static final List<String> PATHS =
      List.of(
          "/.well-known/oauth-authorization-server",
          "/.well-known/openid-configuration",
          "/oauth/jwks",
          "/oauth/register",
          "/oauth/token",
          "/oauth/par",
          "/oauth/revoke");

  private final Set<String> origins;

  CrossOriginAccess(CorsConfig config) {
    this.origins = config.origins();
  }

  void install(@Observes Router router) {
    PATHS.forEach(path -> router.route(path).order(-100).handler(this::handle));
  }

  private void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    String allowed = allowed(context.request().getHeader("Origin"));
    if (allowed != null) {
      response.putHeader("Access-Control-Allow-Origin", allowed);
      response.putHeader("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
    }
    if (!origins.contains("*")) {
      response.putHeader("Vary", "Origin");
    }
    if (!HttpMethod.OPTIONS.equals(context.request().method())) {
      context.next();
      return;
    }
    if (allowed != null) {
      response
          .putHeader("Access-Control-Allow-Methods", "GET, POST")
          .putHeader(
              "Access-Control-Allow-Headers", "Authorization, Content-Type, MCP-Protocol-Version")
          .putHeader("Access-Control-Max-Age", "3600");
    }
    response.setStatusCode(204).end();
  }

  private @Nullable String allowed(@Nullable String origin) {
    if (origins.contains("*")) {
      return "*";
    }
    return origin != null && origins.contains(origin) ? origin : null;
  }
}
