package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.URI;

/**
 * Turns a URI that a tenant may have written into the checked address to connect to. Asked before
 * every connection; the answer's address is the one connected to, so a second look-up cannot change
 * it.
 */
@FunctionalInterface
public interface TargetResolver {
  /** Completes with a {@link Target}; a failed future counts as {@link Target.Unresolved}. */
  Future<Target> resolve(URI uri);

  /** Outcome of a look-up and its check. */
  sealed interface Target {
    record Allowed(SocketAddress address) implements Target {}

    /** Not to be connected to; deliberately without a reason. */
    record Blocked() implements Target {}

    /** The name has no address. */
    record Unresolved() implements Target {}
  }
}
