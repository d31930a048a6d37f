package dev.gatehouse.registry.agent;

import dev.gatehouse.registry.gateway.GatewayRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and, as it is after the patch, of {@code PATCH}. The slug is derived and
 * never taken.
 *
 * @param runnerId of the runner whose step it is
 */
record AgentRequest(
    @Nullable String name,
    @Nullable String description,
    @Nullable Boolean enabled,
    @Nullable UUID runnerId,
    GatewayRequest.@Nullable Settings settings) {

  GatewayRequest common() {
    return new GatewayRequest(name, description, enabled, settings);
  }
}
