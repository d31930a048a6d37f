package dev.gatehouse.gateway.direct;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** {@code /agent/mcp/…} is {@code /api/mcp/…}. */
@Singleton
final class AgentAlias {
  private static final String ALIAS = "/agent/mcp/";

  /** Before everything that looks at the path. */
  private static final int ORDER = -2000;

  void register(@Observes Router router) {
    router
        .route(ALIAS + "*")
        .order(ORDER)
        .handler(context ->
            context.reroute("/api/mcp/" + context.request().uri().substring(ALIAS.length())));
  }
}
