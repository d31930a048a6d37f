package dev.gatehouse.launcher.edge;

import java.util.List;
import java.util.Optional;

/**
 * Which service serves which path of the one origin. The ingress of a cluster is made from the same
 * table. What is not in it, {@code /internal} and {@code /q} above all, reaches no service.
 */
public final class RouteTable {
  private static final String AUTH = "auth";
  private static final String GATEWAY = "gateway";
  private static final String REGISTRY = "registry";
  private static final String CONNECTOR_SYNC = "connector-sync";
  private static final String AUDIT = "audit";

  /** The first row that matches decides; the more specific one stands before the wider one. */
  static final List<Route> ROWS =
      List.of(
          new Route("/mcp", GATEWAY),
          new Route("/mcp/**", GATEWAY),
          new Route("/api/mcp/**", GATEWAY),
          new Route("/agent/mcp/**", GATEWAY),
          new Route("/api/v1/gateways/*/mcp", GATEWAY),
          new Route("/.well-known/oauth-protected-resource/**", GATEWAY),
          new Route("/oauth/**", AUTH),
          new Route("/login/**", AUTH),
          new Route("/consent/**", AUTH),
          new Route("/.well-known/oauth-authorization-server", AUTH),
          new Route("/.well-known/openid-configuration", AUTH),
          new Route("/api/orgs/**", AUTH),
          new Route("/api/members/**", AUTH),
          new Route("/api/api-keys/**", AUTH),
          new Route("/api/clients/**", AUTH),
          new Route("/api/me", AUTH),
          new Route("/api/me/password", AUTH),
          new Route("/api/me/consents", AUTH),
          new Route("/api/me/consents/*", AUTH),
          new Route("/api/mcps/*/test", CONNECTOR_SYNC),
          new Route("/api/mcps/*/oauth/**", CONNECTOR_SYNC),
          new Route("/connect/**", CONNECTOR_SYNC),
          new Route("/api/sync/**", CONNECTOR_SYNC),
          new Route("/api/connectors/**", REGISTRY),
          new Route("/api/mcps/**", REGISTRY),
          new Route("/api/gateways/**", REGISTRY),
          new Route("/api/agents/**", REGISTRY),
          new Route("/api/runners/**", REGISTRY),
          new Route("/api/mcp-registry/**", REGISTRY),
          new Route("/v0.1/**", REGISTRY),
          new Route("/v0/**", REGISTRY),
          new Route("/api/audit/**", AUDIT));

  /** Name of the service that serves a path, by its segments as {@link RequestPath} reads them. */
  static Optional<String> serviceOf(List<String> segments) {
    return ROWS.stream().filter(row -> row.matches(segments)).map(Route::service).findFirst();
  }

  private RouteTable() {}
}
