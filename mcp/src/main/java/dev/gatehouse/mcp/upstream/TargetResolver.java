package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Turns a URI that a tenant may have written into the checked address to connect to. Asked before
 * every connection; the answer's addresses are the ones connected to, so a second look-up cannot
 * change it.
 */
@FunctionalInterface
public interface TargetResolver {
  /** Completes with a {@link Target}; a failed future counts as {@link Target.Unresolved}. */
  Future<Target> resolve(URI uri);

  /** Outcome of a look-up and its check. */
  sealed interface Target {
    /**
     * May be connected to.
     *
     * @param addresses tried in this order until one takes the connection; never empty
     */
    record Allowed(List<SocketAddress> addresses) implements Target {
      public Allowed {
        addresses = List.copyOf(addresses);
      }

      public Allowed(SocketAddress address) {
        this(List.of(address));
      }
    }

    /** Not to be connected to; deliberately without a reason. */
    record Blocked() implements Target {}

    /** The name has no address. */
    record Unresolved() implements Target {}
  }
}
