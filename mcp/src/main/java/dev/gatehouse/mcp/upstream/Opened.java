package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/** How an upstream is spoken to once that is known. */
sealed interface Opened {
  ProtocolVersion version();

  /** No session: each request says everything. */
  record Modern(ProtocolVersion version) implements Opened {}

  /**
   * After the handshake.
   *
   * @param sessionId null if the upstream keeps no sessions
   * @param server what it said of itself; null where nobody wants to know
   */
  record Legacy(ProtocolVersion version, @Nullable String sessionId, @Nullable ServerSummary server)
      implements Opened {}
}
