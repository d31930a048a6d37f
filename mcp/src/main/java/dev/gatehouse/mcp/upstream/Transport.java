package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import java.net.URI;

/** How messages get to one upstream and answers back. Belongs to one event loop. */
interface Transport {
  URI uri();

  /** Never fails. */
  Future<Answer> post(Post post, ServerMessages serverMessages);

  /** Ends a legacy session; what the upstream makes of it does not matter. */
  Future<Void> delete(Post post);
}
