package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;

/** Gets what an upstream says on the event stream of a request before it answers. */
interface ServerMessages {
  /**
   * @param cancel stops the request that is about to be sent
   */
  default void onSend(Runnable cancel) {}

  void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request);

  void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification);

  /** Who hears what belongs to no request. */
  default ServerMessages others() {
    return this;
  }
}
