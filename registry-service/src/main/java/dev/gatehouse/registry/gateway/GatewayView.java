package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.platform.security.Origin;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as clients see it.
 *
 * @param url where MCP clients connect
 */
public record GatewayView(
    UUID id,
    String slug,
    String name,
    @Nullable String description,
    boolean enabled,
    String url,
    GatewayRequest.Settings settings,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version)
    implements Versioned {

  public static GatewayView of(Gateway gateway, Origin origin) {
    return new GatewayView(
        gateway.id,
        gateway.slug,
        gateway.name,
        gateway.description,
        gateway.enabled,
        origin.mcp(gateway.organisationSlug, gateway.slug),
        gateway.settings(),
        gateway.createdAt,
        gateway.updatedAt,
        gateway.version);
  }
}
