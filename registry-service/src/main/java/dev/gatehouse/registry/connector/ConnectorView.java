package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.registry.connector.ToolsCache.CachedTool;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connector as clients see it.
 *
 * @param status {@code pending} until the first run, then {@code connected}, {@code unreachable} or
 *     {@code needs_sign_in}
 * @param hasCredentials whether there are any; they are never shown
 * @param toolsCache the tools that are served
 * @param refusedTools what the last complete run did not take over, tool or not, and why
 */
record ConnectorView(
    UUID id,
    String name,
    String slug,
    String kind,
    Transport transport,
    @Nullable String url,
    @Nullable String command,
    List<String> args,
    boolean enabled,
    String status,
    @Nullable String statusReason,
    Instant statusSince,
    @Nullable Instant lastRunAt,
    @Nullable String protocolVersion,
    @Nullable JsonNode serverInfo,
    @Nullable String instructions,
    @Nullable JsonNode capabilities,
    boolean hasCredentials,
    List<CachedTool> toolsCache,
    @Nullable List<String> allowedTools,
    List<RefusedTool> refusedTools,
    ChangePolicy changePolicy,
    boolean trustedAnnotations,
    boolean validateArguments,
    List<String> forwardedHeaders,
    long timeoutMillis,
    @Nullable UpstreamOAuth oauth,
    @Nullable Long syncIntervalSeconds,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version)
    implements Versioned {

  static ConnectorView of(Connector connector, ConnectorStatus status, List<CachedTool> tools) {
    return new ConnectorView(
        connector.id,
        connector.name,
        connector.slug,
        connector.kind,
        connector.transport,
        connector.url,
        connector.command,
        connector.args,
        connector.enabled,
        status.state.value(),
        status.reason,
        status.since,
        status.lastRunAt,
        status.protocolVersion,
        status.serverInfo,
        status.instructions,
        status.capabilities,
        connector.credential().isPresent(),
        tools,
        connector.allowedTools,
        status.refusedTools,
        connector.changePolicy,
        connector.trustedAnnotations,
        connector.validateArguments,
        connector.forwardedHeaders,
        connector.timeoutMillis,
        connector.oauth,
        connector.syncIntervalSeconds,
        connector.createdAt,
        connector.updatedAt,
        connector.version);
  }
}
