package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.mcp.upstream.HeaderParameters.Parameter;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.HeaderValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the {@code Mcp-Param-*} headers of a modern call say what its arguments say (2026-07-28,
 * Streamable HTTP, "Server Behavior for Custom Headers").
 */
final class ParameterHeaders {

  /** What disagrees; empty if nothing does. */
  static Optional<String> disagreement(Exchange exchange, GatewayTool tool) {
    if (tool.mirrored().parameters().isEmpty()) {
      return Optional.empty();
    }
    ClientMessage.Request request = exchange.request();
    Map<String, String> expected =
        tool.mirrored().values(request.body(), request.params().arguments());
    for (Parameter parameter : tool.mirrored().parameters()) {
      String header = exchange.header(parameter.header());
      String value = expected.get(parameter.header());
      if (!agree(header, value)) {
        return Optional.of("Header mismatch: " + parameter.header() + " does not match the body");
      }
    }
    return Optional.empty();
  }

  private static boolean agree(@Nullable String header, @Nullable String value) {
    if (header == null || value == null) {
      return header == null && value == null;
    }
    Optional<String> said = HeaderValue.decode(header);
    return said.isPresent() && (said.get().equals(value) || sameNumber(said.get(), value));
  }

  private static boolean sameNumber(String a, String b) {
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private ParameterHeaders() {}
}
