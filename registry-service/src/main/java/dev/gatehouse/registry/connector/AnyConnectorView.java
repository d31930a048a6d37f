package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connector of any kind as clients see it.
 *
 * @param status {@code pending} until the first run, then {@code connected}, {@code unreachable} or
 *     {@code needs_sign_in}
 * @param hasCredentials whether there are any; they are never shown
 * @param mcp what only this kind has
 */
record AnyConnectorView(
    UUID id,
    String kind,
    String name,
    String slug,
    boolean enabled,
    String status,
    @Nullable String statusReason,
    Instant statusSince,
    @Nullable Instant lastRunAt,
    boolean hasCredentials,
    @Nullable List<String> allowedTools,
    ChangePolicy changePolicy,
    boolean trustedAnnotations,
    boolean validateArguments,
    long timeoutMillis,
    @Nullable McpSettings mcp,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version)
    implements Versioned {

  static AnyConnectorView of(Connector connector, ConnectorStatus status) {
    return new AnyConnectorView(
        connector.id,
        connector.kind,
        connector.name,
        connector.slug,
        connector.enabled,
        status.state.value(),
        status.reason,
        status.since,
        status.lastRunAt,
        connector.credential().isPresent(),
        connector.allowedTools,
        connector.changePolicy,
        connector.trustedAnnotations,
        connector.validateArguments,
        connector.timeoutMillis,
        new McpSettings(
            connector.transport,
            connector.url,
            connector.command,
            connector.args,
            connector.forwardedHeaders,
            connector.oauth,
            connector.syncIntervalSeconds),
        connector.createdAt,
        connector.updatedAt,
        connector.version);
  }
}
