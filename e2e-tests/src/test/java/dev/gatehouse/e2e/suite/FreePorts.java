package dev.gatehouse.e2e.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for processes that take a while to start: below the range from which the system serves port
 * 0 and outgoing connections, and none twice.
 */
public final class FreePorts {
  private static final Set<Integer> DRAWN = new HashSet<>();

  private FreePorts() {}

  public static synchronized int draw() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (DRAWN.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
