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
import org.jspecify.annotations.Nullable;

/**
 * Open conversations with upstreams, one per connector, credential, principal and client session:
 * what an upstream keeps in a session is never seen by another. Belongs to one event loop.
 */
final class UpstreamSessions {
  /** One stream is the session there, and a stream belongs to one event loop. */
  private static final String SSE = "sse";

  private final Map<String, UpstreamClient> clients;
  private final SharedSessions shared;
  private final int maxSessions;
  private final long idleNanos;
  private final LongSupplier clock;
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param connector its id; {@code revision} changes with its URL or credential
   */
  private record Key(String connector, long revision, OnBehalfOf whose) {}

  private static final class Kept {
    final Part part;
    long usedAt;

    Kept(Part part) {
      this.part = part;
    }
  }

  /**
   * This event loop's part of a conversation.
   *
   * @param key null where no other loop has a part
   */
  record Part(
      UpstreamSession session,
      Map<String, String> headers,
      SharedSessions.@Nullable Key key,
      SharedSessions shared) {

    /** The last part ends the conversation. */
    void close() {
      if (key == null || shared.release(key)) {
        session.close();
      }
    }
  }

  /**
   * @param clients by the name of a connector's transport
   */
  UpstreamSessions(
      Map<String, UpstreamClient> clients,
      SharedSessions shared,
      int maxSessions,
      Duration idle,
      LongSupplier clock) {
    this.clients = clients;
    this.shared = shared;
    this.maxSessions = maxSessions;
    this.idleNanos = idle.toNanos();
    this.clock = clock;
  }

  /** Whether connectors of this transport can be called from here. */
  boolean speaks(String transport) {
    return clients.containsKey(transport);
  }

  /**
   * @param headers the credential; if it is another than before, a new session is opened
   */
  UpstreamSession session(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, Map<String, String> headers) {
    Key key = new Key(connector.id(), connector.revision(), whose);
    Kept known = kept.get(key);
    if (known != null && known.part.headers().equals(headers)) {
      known.usedAt = clock.getAsLong();
      return known.part.session();
    }
    if (known != null) {
      known.part.close();
    }
    Kept fresh = new Kept(open(connector, endpoint, whose, headers));
    fresh.usedAt = clock.getAsLong();
    kept.put(key, fresh);
    if (kept.size() > maxSessions) {
      closeEldest();
    }
    return fresh.part.session();
  }

  /** A part of its own, to be closed by who asks for it. */
  Part open(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, Map<String, String> headers) {
    UpstreamClient client = Objects.requireNonNull(clients.get(connector.transport()));
    UpstreamEndpoint at = new UpstreamEndpoint(endpoint, headers, whose.capabilities());
    if (connector.transport().equals(SSE)) {
      return new Part(client.open(at), headers, null, shared);
    }
    SharedSessions.Key key =
        new SharedSessions.Key(connector.id(), connector.revision(), whose, headers);
    return new Part(client.open(at, shared.take(key)), headers, key, shared);
  }

  /** The client's session has ended: so do the conversations that were held for it. */
  void close(String clientSession) {
    kept.entrySet()
        .removeIf(entry -> {
          boolean ended = clientSession.equals(entry.getKey().whose().session());
          if (ended) {
            entry.getValue().part.close();
          }
          return ended;
        });
  }

  private void closeEldest() {
    Iterator<Kept> eldestFirst = kept.values().iterator();
    Kept eldest = eldestFirst.next();
    eldestFirst.remove();
    eldest.part.close();
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
      eldest.part.close();
    }
  }
}
