package dev.gatehouse.launcher.data;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.suite.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The ports of a local run. Those that nobody types are drawn below the range from which the system
 * serves outgoing connections, so that none of these takes one away while the suite is down.
 */
public record Ports(Map<String, Integer> numbers) {

  /** Port of the origin. */
  public static final String EDGE = "edge";

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  /**
   * Keeps the ports that were chosen before, except those that something else has taken.
   *
   * @param edge port of the origin, checked elsewhere
   * @param ours names of ports that running parts of this suite hold
   */
  public static Ports choose(Map<String, Integer> before, int edge, Collection<String> ours) {
    var chosen = new HashMap<String, Integer>();
    chosen.put(EDGE, edge);
    for (String name : names()) {
      var known = before.get(name);
      if (known != null && (ours.contains(name) || isFree(known))) {
        chosen.put(name, known);
      } else {
        chosen.put(name, draw(chosen.values()));
      }
    }
    return new Ports(Map.copyOf(chosen));
  }

  private static List<String> names() {
    return Stream.concat(
            Stream.of("postgres", "kafka", "vault", "demo", "stdio-runner"),
            Arrays.stream(Service.values())
                .flatMap(service -> Stream.of(service.id(), managementName(service))))
        .toList();
  }

  private static int draw(Collection<Integer> taken) {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!taken.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new Failure("No free port was found between " + LOWEST + " and " + HIGHEST + ".");
  }

  /** A free port for whoever does not care. */
  public static int anyFree() {
    return draw(List.of());
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

  /** A port by its name. */
  public int get(String name) {
    var port = numbers.get(name);
    if (port == null) {
      throw new IllegalArgumentException("no port of " + name);
    }
    return port;
  }

  public int http(Service service) {
    return get(service.id());
  }

  public int management(Service service) {
    return get(managementName(service));
  }

  /** Name of a service's management port. */
  public static String managementName(Service service) {
    return service.id() + ".management";
  }
}
