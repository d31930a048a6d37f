package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.registry.credential.Credentials;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and, as it is after the patch, of {@code PATCH}. What is absent has its
 * default; the slug is derived and never taken.
 *
 * @param credentials written to Vault as a whole, never given back; in a patch, absent keeps and
 *     {@code null} removes what is there
 */
record ConnectorRequest(
    @Nullable String name,
    @Nullable Transport transport,
    @Nullable String url,
    @Nullable String command,
    @Nullable List<String> args,
    @Nullable List<String> allowedTools,
    @Nullable Boolean enabled,
    @Nullable ChangePolicy changePolicy,
    @Nullable Boolean trustedAnnotations,
    @Nullable Boolean validateArguments,
    @Nullable List<String> forwardedHeaders,
    @Nullable Long timeoutMillis,
    @Nullable UpstreamOAuth oauth,
    @Nullable Long syncIntervalSeconds,
    @Nullable Credentials credentials) {
  private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;

  static ConnectorRequest of(ConnectorSettings settings) {
    return new ConnectorRequest(
        settings.name(),
        settings.transport(),
        settings.url(),
        settings.command(),
        settings.args(),
        settings.allowedTools(),
        settings.enabled(),
        settings.changePolicy(),
        settings.trustedAnnotations(),
        settings.validateArguments(),
        settings.forwardedHeaders(),
        settings.timeoutMillis(),
        settings.oauth(),
        settings.syncIntervalSeconds(),
        null);
  }

  /** The settings with defaults filled in; name and transport must be there. */
  ConnectorSettings settings() {
    return new ConnectorSettings(
        Objects.requireNonNull(name).strip(),
        Objects.requireNonNull(transport),
        url,
        command,
        Objects.requireNonNullElse(args, List.of()),
        allowedTools,
        !Boolean.FALSE.equals(enabled),
        Objects.requireNonNullElse(changePolicy, ChangePolicy.REVIEW),
        Boolean.TRUE.equals(trustedAnnotations),
        Boolean.TRUE.equals(validateArguments),
        Objects.requireNonNullElse(forwardedHeaders, List.of()),
        Objects.requireNonNullElse(timeoutMillis, DEFAULT_TIMEOUT_MILLIS),
        oauth,
        syncIntervalSeconds);
  }
}
