package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.gateway.Gateway;
import dev.gatehouse.registry.gateway.GatewayRequest;
import dev.gatehouse.registry.gateway.GatewayView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent as clients see it.
 *
 * @param url where the agent connects by MCP
 * @param runnerId of the runner whose step it is: what is attached there, the agent has too
 */
record AgentView(
    UUID id,
    String slug,
    String name,
    @Nullable String description,
    boolean enabled,
    String url,
    @Nullable UUID runnerId,
    GatewayRequest.Settings settings,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version)
    implements Versioned {

  static AgentView of(Gateway agent, Origin origin) {
    GatewayView view = GatewayView.of(agent, origin);
    return new AgentView(
        view.id(),
        view.slug(),
        view.name(),
        view.description(),
        view.enabled(),
        view.url(),
        agent.runner(),
        view.settings(),
        view.createdAt(),
        view.updatedAt(),
        agent.version());
  }
}
