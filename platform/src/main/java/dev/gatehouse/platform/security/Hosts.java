package dev.gatehouse.platform.security;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host names that are ours. A page that has its own name resolve to this machine (DNS
 * rebinding) sends its own name as host.
 */
public final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names = new HashSet<>();

  /**
   * @param origin whose host is ours; all names of loopback are, if it is one of them
   * @param more in lower case
   */
  public Hosts(Origin origin, Set<String> more) {
    String host = URI.create(origin.value()).getHost().toLowerCase(Locale.ROOT);
    names.add(host);
    if (LOOPBACK.contains(host)) {
      names.addAll(LOOPBACK);
    }
    names.addAll(more);
  }

  /**
   * Whether a request is for us.
   *
   * @param header value of {@code Host}, with or without a port; null if there was none
   */
  public boolean has(@Nullable String header) {
    if (header == null) {
      return false;
    }
    int port = header.lastIndexOf(':');
    boolean hasPort = port > 0 && header.indexOf(']', port) < 0;
    String host = hasPort ? header.substring(0, port) : header;
    return names.contains(host) || names.contains(host.toLowerCase(Locale.ROOT));
  }
}
