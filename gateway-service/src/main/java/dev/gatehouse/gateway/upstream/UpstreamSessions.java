package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Open conversations with upstreams, one per connector, credential, principal and client session:
 * what an upstream keeps in a session is never seen by another. Belongs to one event loop.
 */
final class UpstreamSessions {
  private final Map<String, UpstreamClient> clients;
  private final int maxSessions;
  private final long idleNanos;
  private final LongSupplier clock;
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param connector its id; {@code revision} changes with its URL or credential
   */
  private record Key(String connector, long revision, OnBehalfOf whose) {}

  private static final class Kept {
    final UpstreamSession session;
    final Map<String, String> headers;
    long usedAt;

    Kept(UpstreamSession session, Map<String, String> headers) {
      this.session = session;
      this.headers = headers;
    }
  }

  /**
   * @param clients by the name of a connector's transport
   */
  UpstreamSessions(
      Map<String, UpstreamClient> clients, int maxSessions, Duration idle, LongSupplier clock) {
    this.clients = clients;
    this.maxSessions = maxSessions;
    this.idleNanos = idle.toNanos();
    this.clock = clock;
  }

  /**
   * @param headers the credential; if it is another than before, a new session is opened
   */
  UpstreamSession session(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, Map<String, String> headers) {
    Key key = new Key(connector.id(), connector.revision(), whose);
    Kept known = kept.get(key);
    if (known != null && known.headers.equals(headers)) {
      known.usedAt = clock.getAsLong();
      return known.session;
    }
    if (known != null) {
      known.session.close();
    }
    UpstreamClient client = Objects.requireNonNull(clients.get(connector.transport()));
    Kept fresh =
        new Kept(
            client.open(new UpstreamEndpoint(endpoint, headers, whose.capabilities())), headers);
    fresh.usedAt = clock.getAsLong();
    kept.put(key, fresh);
    if (kept.size() > maxSessions) {
      closeEldest();
    }
    return fresh.session;
  }

  /** The client's session has ended: so do the conversations that were held for it. */
  void close(OnBehalfOf whose) {
    kept.entrySet()
        .removeIf(entry -> {
          boolean ended = entry.getKey().whose().equals(whose);
          if (ended) {
            entry.getValue().session.close();
          }
          return ended;
        });
  }

  private void closeEldest() {
    Iterator<Kept> eldestFirst = kept.values().iterator();
    Kept eldest = eldestFirst.next();
    eldestFirst.remove();
    eldest.session.close();
  }

  /** Closes what was not used for a while; called now and then. */
  void closeIdle() {
    long now = clock.getAsLong();
    Iterator<Kept> eldestFirst = kept.values().iterator();
    while (eldestFirst.hasNext()) {
      Kept eldest = eldestFirst.next();
      if (now - eldest.usedAt < idleNanos) {
        return;
      }
      eldestFirst.remove();
      eldest.session.close();
    }
  }
}
