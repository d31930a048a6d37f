package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway costs, against nginx as a plain reverse proxy, as a report in Markdown.
 * Arguments: the suite's data folder, seconds a cell (5), cells (5).
 *
 * <pre>./gatehouse up --detach; benchmarks/run .gatehouse</pre>
 */
public final class GatewayBenchmark {
  private static final int WARM_UP = 2;

  private GatewayBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int cells = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx, ToolLists.TOOLS);
    String path = suite.expose("benchmark-" + System.currentTimeMillis(), upstream.url());
    Thread.sleep(2_000); // until the gateway knows of the last of them
    System.out.println(machine());
    List<Verdict> verdicts = new ArrayList<>();
    try (Nginx nginx = Nginx.start(upstream.port());
        Cores ignored = Cores.divide(suite, nginx)) {
      var plan = new Measurement.Plan(WARM_UP, seconds, cells);
      Sitting sitting = new Sitting(System.out, suite, path, nginx, plan);
      verdicts.addAll(ToolCalls.measure(sitting));
      verdicts.addAll(ToolLists.measure(sitting));
      verdicts.addAll(IdleSessions.measure(sitting));
    }
    vertx.close();
    System.out.printf("%n## Against what is asked%n%n%s%n", Verdict.HEADER);
    verdicts.forEach(verdict -> System.out.println(verdict.row()));
  }

  private static String machine() throws IOException {
    String model =
        Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse("an unknown processor");
    return "%d cores of %s, Java %s, load %s before the start."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model,
            Runtime.version().feature(),
            Files.readString(Path.of("/proc/loadavg"), StandardCharsets.UTF_8).split(" ")[0]);
  }
}
