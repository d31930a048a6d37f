package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.SharedSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

  private record Held(SharedSession session, int parts) {}

  /** Has one part more; {@link #release} must follow. */
  SharedSession take(Key key) {
    return held.merge(
            key,
            new Held(new SharedSession(), 1),
            (known, ignored) -> new Held(known.session(), known.parts() + 1))
        .session();
  }

  /**
   * @return whether it was the last part, with which the conversation ends
   */
  boolean release(Key key) {
    return held.computeIfPresent(
            key,
            (ignored, known) ->
                known.parts() == 1 ? null : new Held(known.session(), known.parts() - 1))
        == null;
  }
}
