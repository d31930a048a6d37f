package dev.gatehouse.platform.http;

import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** What {@link TargetGuard} says of a URI. */
public sealed interface TargetVerdict {

  /**
   * May be connected to, at one of these addresses and no other.
   *
   * @param uri normalised: ASCII host in lower case without trailing dot, default port left out, at
   *     least {@code /} as path. {@code Host}, SNI and the certificate check use its host.
   * @param addresses checked addresses, never empty, to be tried in this order
   */
  record Permitted(URI uri, List<SocketAddress> addresses) implements TargetVerdict {
    public Permitted {
      addresses = List.copyOf(addresses);
    }

    /** The address to try first. */
    public SocketAddress address() {
      return addresses.getFirst();
    }
  }

  /**
   * There is no such name, or nobody said so in time. Only of names that need not be kept secret,
   * at a scheme and port that some address would be permitted with; may pass.
   */
  record Unresolved() implements TargetVerdict {
    /** The one sentence that a tenant is told. */
    public static final String MESSAGE =
        "The name of the target does not resolve: check its spelling, or try again later";
  }

  /** Must not be connected to. Says nothing more on purpose; see {@link TargetGuard}. */
  record Blocked() implements TargetVerdict {
    /** The one sentence that a tenant is told, whatever the reason was. */
    public static final String MESSAGE = "The target is not permitted or does not resolve";
  }
}
