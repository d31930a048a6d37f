package dev.gatehouse.registry.connector;

import org.jspecify.annotations.Nullable;

/**
 * A connector as audit records show it: without credentials, and without the query of its URL,
 * where people put keys.
 *
 * @param credential changes when the credentials are replaced
 */
record AuditedConnector(
    ConnectorSettings settings, @Nullable String url, @Nullable String credential) {

  static AuditedConnector of(Connector connector) {
    return new AuditedConnector(
        withoutUrl(connector.settings()),
        withoutQuery(connector.url),
        connector
            .credential()
            .map(c -> c.path().substring(c.path().lastIndexOf('/') + 1))
            .orElse(null));
  }

  private static @Nullable String withoutQuery(@Nullable String url) {
    int query = url == null ? -1 : url.indexOf('?');
    return url == null || query < 0 ? url : url.substring(0, query) + "?…";
  }

  private static ConnectorSettings withoutUrl(ConnectorSettings s) {
    return new ConnectorSettings(
        s.name(),
        s.transport(),
        null,
        s.command(),
        s.args(),
        s.allowedTools(),
        s.enabled(),
        s.changePolicy(),
        s.trustedAnnotations(),
        s.validateArguments(),
        s.forwardedHeaders(),
        s.timeoutMillis(),
        s.oauth(),
        s.syncIntervalSeconds());
  }
}
