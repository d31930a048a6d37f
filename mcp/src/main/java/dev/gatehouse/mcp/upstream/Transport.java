package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URI;

/** How messages get to one upstream and answers back. Belongs to one event loop. */
interface Transport {
  URI uri();

  /** Never fails. */
  Future<Answer> post(Post post, ServerMessages serverMessages);

  /**
   * Hears what the upstream says outside any request; never fails. It must begin within the
   * message's timeout.
   *
   * @param method GET in the legacy era, POST in the modern one
   * @param onEnd run when the stream has ended, and not by us
   * @return ends it
   */
  Future<UpstreamResult<Runnable>> listen(
      HttpMethod method, Post post, ServerMessages heard, Runnable onEnd);

  /** Whether something is held at the other side until it is told that the session has ended. */
  default boolean heldOpen() {
    return false;
  }

  /** Ends a session; what the upstream makes of it does not matter. */
  Future<Void> delete(Post post);
}
