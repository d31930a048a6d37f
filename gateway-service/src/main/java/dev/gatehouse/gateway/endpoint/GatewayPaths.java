package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The two shapes of a gateway's URL; its audience is the first in either case. */
@Singleton
final class GatewayPaths {
  /** {@code /mcp/{org}/{name}}. */
  static final String MCP = "/mcp/";

  /** {@code /api/v1/gateways/{gateway}/mcp}, by id or as {@code {org}~{name}}. */
  static final String PRODUCT = "/api/v1/gateways/";

  private static final String PRODUCT_END = "/mcp";

  private final Catalog catalog;

  GatewayPaths(Catalog catalog) {
    this.catalog = catalog;
  }

  @Nullable Gateway find(@Nullable String path) {
    if (path == null) {
      return null;
    }
    if (path.startsWith(MCP)) {
      return catalog.find(path.substring(MCP.length()));
    }
    return path.startsWith(PRODUCT) && path.endsWith(PRODUCT_END)
        ? product(path.substring(PRODUCT.length(), path.length() - PRODUCT_END.length()))
        : null;
  }

  private @Nullable Gateway product(String segment) {
    String name = segment.replace("%7E", "~").replace("%7e", "~");
    int tilde = name.indexOf('~');
    return tilde < 0
        ? catalog.findById(name)
        : catalog.find(name.substring(0, tilde) + "/" + name.substring(tilde + 1));
  }
}
