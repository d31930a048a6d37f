package dev.gatehouse.launcher.data;

import dev.gatehouse.backing.FreePorts;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.suite.Service;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of a local run. Those that nobody types are drawn below the range from which the system
 * serves outgoing connections, so that none of these takes one away while the suite is down.
 */
public record Ports(Map<String, Integer> numbers) {

  /** Port of the origin. */
  public static final String EDGE = "edge";

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
      if (known != null && (ours.contains(name) || FreePorts.isFree(known))) {
        chosen.put(name, known);
      }
    }
    for (String name : names()) {
      chosen.computeIfAbsent(name, _ -> draw(port -> port != edge && !before.containsValue(port)));
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

  /** A free port for whoever does not care. */
  public static int anyFree() {
    return draw(_ -> true);
  }

  private static int draw(IntPredicate wanted) {
    try {
      return IntStream.generate(FreePorts::draw).filter(wanted).findFirst().orElseThrow();
    } catch (IllegalStateException e) {
      throw Failure.of(e);
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
