package dev.gatehouse.registry.connector;

import dev.gatehouse.registry.credential.Credentials;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/connectors}: what connectors of every kind have, and in a member of its
 * own what only this kind has.
 */
record AnyConnectorRequest(
    @Nullable ConnectorKind kind,
    @Nullable String name,
    @Nullable Boolean enabled,
    @Nullable List<String> allowedTools,
    @Nullable ChangePolicy changePolicy,
    @Nullable Boolean trustedAnnotations,
    @Nullable Boolean validateArguments,
    @Nullable Long timeoutMillis,
    @Nullable Credentials credentials,
    @Nullable McpSettings mcp) {

  ConnectorRequest request() {
    McpSettings settings = Objects.requireNonNullElse(mcp, McpSettings.NONE);
    return new ConnectorRequest(
        name,
        settings.transport(),
        settings.url(),
        settings.command(),
        settings.args(),
        allowedTools,
        enabled,
        changePolicy,
        trustedAnnotations,
        validateArguments,
        settings.forwardedHeaders(),
        timeoutMillis,
        settings.oauth(),
        settings.syncIntervalSeconds(),
        credentials);
  }
}
