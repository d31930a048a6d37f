package dev.gatehouse.backing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are started a little later. They lie below the range from which systems
 * serve port 0 and outgoing connections, so that none of these takes one away in the meantime.
 */
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;
  private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * A port of the loopback address that nobody listens at; none twice in a process.
   *
   * @throws IllegalStateException there is none
   */
  public static int draw() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (DRAWN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port was found between " + LOWEST + " and " + HIGHEST + ".");
  }

  /** Whether this process could listen there. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
