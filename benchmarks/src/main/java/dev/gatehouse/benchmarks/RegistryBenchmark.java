package dev.gatehouse.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the registry's API takes, over HTTP with eight clients. Arguments: the suite's data folder,
 * seconds a row (20), and the classes to measure ({@code search} and {@code gateway}).
 *
 * <pre>./gatehouse up --detach; benchmarks/run-registry .gatehouse</pre>
 */
public final class RegistryBenchmark {

  /** Something to measure; prints its table. */
  @FunctionalInterface
  interface Measured {
    void run(Suite suite, Path data, int seconds) throws Exception;
  }

  /** Each by its name on the command line. */
  private static final Map<String, Measured> CLASSES =
      Map.of(
          "search", SearchLoad::run,
          "gateway", GatewayTools::run,
          "profile", SearchLoad::profile);

  private static final List<String> UNLESS_NAMED = List.of("search", "gateway");

  private RegistryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse").toAbsolutePath();
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    List<String> wanted =
        arguments.length > 2 ? Arrays.asList(arguments).subList(2, arguments.length) : UNLESS_NAMED;
    for (String name : wanted) {
      Measured measured = CLASSES.get(name);
      if (measured == null) {
        throw new IllegalArgumentException(name + " is none of " + CLASSES.keySet());
      }
      measured.run(new Suite(data), data, seconds);
    }
  }
}
