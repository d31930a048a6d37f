package dev.gatehouse.platform.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Looks a host name up, once per check. */
@FunctionalInterface
public interface NameResolver {
  /**
   * All addresses of a name, in the order they are to be tried; an empty list or a failed future if
   * there are none: of {@link java.net.UnknownHostException}, {@link
   * java.util.concurrent.TimeoutException} or, where it was not even asked for, {@link
   * java.util.concurrent.RejectedExecutionException}.
   *
   * @param name ASCII, lower case; never an IP address. With a trailing dot it is whole, and no
   *     search list completes it (RFC 1034 section 3.1).
   */
  Future<List<InetAddress>> resolve(String name);
}
