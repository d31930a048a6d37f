package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Open conversations with upstreams, one per connector, credential, principal and client session:
 * what an upstream keeps in a session is never seen by another. Belongs to one event loop.
 */
final class UpstreamSessions {
  /** One stream is the session there, and a stream belongs to one event loop. */
  private static final String SSE = "sse";

  private final Map<String, UpstreamClient> clients;
  private final SharedSessions shared;
  private final Bounds bounds;
  private final long idleNanos;
  private final LongSupplier clock;
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Integer> perPrincipal = new HashMap<>();

  /** How many conversations are kept, of all principals and of each. */
  record Bounds(int all, int perPrincipal) {}

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
   * @param headers the credential
   */
  record Part(
      UpstreamSession session,
      Map<String, String> headers,
      SharedSessions.Key key,
      SharedSessions shared) {

    /** The last part ends the conversation. */
    void close() {
      if (shared.release(key)) {
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
      Bounds bounds,
      Duration idle,
      LongSupplier clock) {
    this.clients = clients;
    this.shared = shared;
    this.bounds = bounds;
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
    } else {
      makeRoom(whose.principal());
    }
    Kept fresh = new Kept(open(connector, endpoint, whose, headers));
    fresh.usedAt = clock.getAsLong();
    kept.put(key, fresh);
    return fresh.part.session();
  }

  /** A part of its own, to be closed by who asks for it. */
  Part open(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, Map<String, String> headers) {
    UpstreamClient client = Objects.requireNonNull(clients.get(connector.transport()));
    UpstreamEndpoint at =
        new UpstreamEndpoint(endpoint, headers, whose.capabilities(), connector.organisation());
    SharedSessions.Key key =
        new SharedSessions.Key(connector.id(), connector.revision(), whose, headers);
    if (connector.transport().equals(SSE)) {
      return new Part(shared.pin(key, () -> client.open(at)), headers, key, shared);
    }
    return new Part(client.open(at, shared.take(key)), headers, key, shared);
  }

  /** For one more of a principal; who has many makes room among its own. */
  private void makeRoom(String principal) {
    if (perPrincipal.merge(principal, 1, Integer::sum) > bounds.perPrincipal()) {
      closeFirst(key -> key.whose().principal().equals(principal));
    } else if (kept.size() >= bounds.all()) {
      closeFirst(key -> true);
    }
  }

  /** The client's session has ended: so do the conversations that were held for it. */
  void close(String clientSession) {
    closeWhile(
        entry -> clientSession.equals(entry.getKey().whose().session()), Integer.MAX_VALUE, false);
  }

  /** The one that was used least lately. */
  private void closeFirst(Predicate<Key> which) {
    closeWhile(entry -> which.test(entry.getKey()), 1, false);
  }

  /** Closes what was not used for a while; called now and then. */
  void closeIdle() {
    long now = clock.getAsLong();
    closeWhile(entry -> now - entry.getValue().usedAt >= idleNanos, Integer.MAX_VALUE, true);
  }

  /**
   * @param most to be closed
   * @param untilFirstMiss whether what follows one that is not meant is not meant either
   */
  private void closeWhile(Predicate<Map.Entry<Key, Kept>> which, int most, boolean untilFirstMiss) {
    Iterator<Map.Entry<Key, Kept>> eldestFirst = kept.entrySet().iterator();
    int closed = 0;
    while (closed < most && eldestFirst.hasNext()) {
      Map.Entry<Key, Kept> eldest = eldestFirst.next();
      if (which.test(eldest)) {
        closed++;
        eldestFirst.remove();
        perPrincipal.computeIfPresent(
            eldest.getKey().whose().principal(), (ignored, count) -> count == 1 ? null : count - 1);
        eldest.getValue().part.close();
      } else if (untilFirstMiss) {
        return;
      }
    }
  }
}
