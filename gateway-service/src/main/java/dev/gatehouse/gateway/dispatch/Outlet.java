package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.mcp.wire.ProtocolVersion;

/** Where what answers one message goes. Belongs to one event loop. */
interface Outlet {
  /** The one answer; to a client that has gone away nothing is sent. */
  void answer(Reply reply);

  /** Whether messages may go out before the answer. */
  boolean streams();

  /** A message before the answer; only where {@link #streams}. */
  void event(byte[] message);

  /**
   * @param then called if the client leaves before it has the answer
   */
  void onGone(Runnable then);

  /** A handshake came within a session that the transport had opened already. */
  default void opened(ProtocolVersion version, ClientCapabilities capabilities) {}
}
