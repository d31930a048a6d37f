package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;

/** Hands what an upstream says during one request to that request's listener. */
record RequestMessages(HttpSession session, RequestListener listener) implements ServerMessages {
  @Override
  public void onSend(Runnable cancel) {
    listener.onSend(cancel);
  }

  @Override
  public void onRequest(byte[] bytes, UpstreamMessage.ServerRequest request) {
    Future<byte[]> answer = listener.onRequest(bytes, request);
    if (answer == null) {
      session.onRequest(bytes, request);
    } else {
      answer
          .onSuccess(member -> session.answer(bytes, request, member))
          .onFailure(_ -> session.onRequest(bytes, request));
    }
  }

  @Override
  public void onNotification(byte[] bytes, UpstreamMessage.ServerNotification notification) {
    listener.onNotification(bytes, notification);
  }

  @Override
  public ServerMessages others() {
    return session;
  }
}
