package dev.gatehouse.platform.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Looks a host name up, once per check. */
@FunctionalInterface
public interface NameResolver {
  /**
   * All addresses of a name, in the order they are to be tried; an empty list or a failed future if
   * there are none.
   *
   * @param name ASCII, lower case, without trailing dot; never an IP address
   */
  Future<List<InetAddress>> resolve(String name);
}
