package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;

/** Told what an upstream says outside any request. Called on the session's event loop. */
public interface NewsListener {
  void onNotification(byte[] message, UpstreamMessage.ServerNotification notification);

  /** The stream has ended, and not by us. */
  void onEnd();
}
