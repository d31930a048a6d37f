package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Told what an upstream says while it works on one request. Called on the session's event loop. The
 * arrays may be kept, and must not be changed.
 */
public interface RequestListener {
  /** Hears nothing and answers nothing. */
  RequestListener NONE = new RequestListener() {};

  /**
   * The request is about to be sent; told again if it is sent a second time.
   *
   * @param cancel stops it: a modern upstream sees its stream close, a legacy one is told so. The
   *     request then ends with {@link UpstreamFailure.Cancelled}
   */
  default void onSend(Runnable cancel) {}

  /** A notification on the request's own stream: progress, a log message or another. */
  default void onNotification(byte[] message, UpstreamMessage.ServerNotification notification) {}

  /**
   * A request of a legacy upstream in the middle of ours.
   *
   * @return the member that answers it, {@code "result":…} or {@code "error":…}, without braces;
   *     null if such requests are not taken here
   */
  default @Nullable Future<byte[]> onRequest(
      byte[] message, UpstreamMessage.ServerRequest request) {
    return null;
  }
}
