package dev.gatehouse.launcher.edge;

import static dev.gatehouse.launcher.suite.Service.AUDIT;
import static dev.gatehouse.launcher.suite.Service.AUTH;
import static dev.gatehouse.launcher.suite.Service.CONNECTOR_SYNC;
import static dev.gatehouse.launcher.suite.Service.GATEWAY;
import static dev.gatehouse.launcher.suite.Service.REGISTRY;

import dev.gatehouse.launcher.suite.Service;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which service serves which path of the one origin. The ingress of a cluster is made from the same
 * table. What is not in it, {@code /internal} and {@code /q} above all, reaches no service.
 */
public final class RouteTable {

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

  private RouteTable() {}

  /**
   * The service for a request path as it was sent, without query. A path that a service could read
   * in another way than this table does, by dot segments or control characters, has none.
   */
  public static Optional<Service> find(String rawPath) {
    if (!rawPath.startsWith("/") || isAmbiguous(rawPath)) {
      return Optional.empty();
    }
    var segments = List.of(rawPath.substring(1).split("/", -1));
    return ROWS.stream().filter(row -> row.matches(segments)).map(Route::service).findFirst();
  }

  private static boolean isAmbiguous(String rawPath) {
    String path;
    try {
      path = URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return true;
    }
    return path.chars().anyMatch(c -> c < ' ' || c == '\\')
        || path.contains("//")
        || Arrays.stream(path.split("/", -1))
            .map(segment -> segment.split(";", -1)[0])
            .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
  }
}
