package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about a connector, all but its credentials.
 *
 * @param url of the server; null for stdio
 * @param command that starts the server; null unless stdio
 * @param allowedTools names of the only tools that are taken over; null for all
 * @param trustedAnnotations whether {@code readOnlyHint} and its siblings are believed
 * @param validateArguments whether arguments are checked against the tool's schema before a call
 * @param forwardedHeaders names of client headers that are passed on to the server
 * @param timeoutMillis limit of one call
 * @param oauth how tokens are got; null for none or fixed credentials
 * @param syncIntervalSeconds how long after a sync the next one is due; null for the installation's
 *     rule
 */
public record ConnectorSettings(
    String name,
    Transport transport,
    @Nullable String url,
    @Nullable String command,
    List<String> args,
    @Nullable List<String> allowedTools,
    boolean enabled,
    ChangePolicy changePolicy,
    boolean trustedAnnotations,
    boolean validateArguments,
    List<String> forwardedHeaders,
    long timeoutMillis,
    @Nullable UpstreamOAuth oauth,
    @Nullable Long syncIntervalSeconds) {

  public ConnectorSettings {
    args = List.copyOf(args);
    allowedTools = allowedTools == null ? null : List.copyOf(allowedTools);
    forwardedHeaders = List.copyOf(forwardedHeaders);
  }
}
