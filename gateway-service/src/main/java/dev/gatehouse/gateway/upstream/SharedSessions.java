package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.SharedSession;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conversations with upstreams that event loops have parts of: whichever loop a client's connection
 * is on, the upstream sees one session. It ends with its last part.
 */
final class SharedSessions {
  private final Map<Key, Held> held = new ConcurrentHashMap<>();

  /**
   * @param headers the credential; another credential is another conversation
   */
  record Key(String connector, long revision, OnBehalfOf whose, Map<String, String> headers) {
    @Override
    public String toString() {
      return connector + "/" + revision; // the credential is secret
    }
  }

  /**
   * @param pinned of a conversation that lives on one event loop; null for any other
   */
  private record Held(SharedSession session, @Nullable PinnedSession pinned, int parts) {
    Held and(int more) {
      return new Held(session, pinned, parts + more);
    }
  }

  /** Has one part more; {@link #release} must follow. */
  SharedSession take(Key key) {
    return held.merge(key, new Held(new SharedSession(), null, 1), (known, ignored) -> known.and(1))
        .session();
  }

  /**
   * The same for a conversation that is one stream: it lives on the event loop that asks first.
   *
   * @param opens a session of the event loop that asks
   */
  PinnedSession pin(Key key, Supplier<UpstreamSession> opens) {
    Held taken =
        held.compute(
            key,
            (ignored, known) ->
                known == null
                    ? new Held(new SharedSession(), PinnedSession.here(opens.get()), 1)
                    : known.and(1));
    return Objects.requireNonNull(taken.pinned());
  }

  /**
   * @return whether it was the last part, with which the conversation ends
   */
  boolean release(Key key) {
    return held.computeIfPresent(key, (ignored, known) -> known.parts() == 1 ? null : known.and(-1))
        == null;
  }
}
