package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;

/** For messages that nobody waits for. */
enum NothingSaid implements ServerMessages {
  INSTANCE;

  @Override
  public void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request) {}

  @Override
  public void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification) {}
}
