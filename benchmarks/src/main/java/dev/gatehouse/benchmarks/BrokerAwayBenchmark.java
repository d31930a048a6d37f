package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a call takes longer while Kafka does not answer: in {@code spool} mode that should be next
 * to nothing. Kafka is halted with the launcher that it runs in, so connections stand and nobody
 * answers, the worst way to be away. Arguments: the suite's data folder, seconds a cell (5), rounds
 * (7).
 *
 * <pre>./gatehouse up --detach; benchmarks/run-broker-away .gatehouse</pre>
 */
public final class BrokerAwayBenchmark {
  private static final List<Integer> CONNECTIONS = List.of(1, 16);

  private BrokerAwayBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx, 2);
    String path = suite.expose("broker-away-" + System.currentTimeMillis(), upstream.url());
    Thread.sleep(2_000); // until the gateway knows of the last of them
    Load load = ToolCalls.small().load(suite.gatewayPort(), path, suite.apiKey(), 100);
    Neighbours audit = new Neighbours(suite.auditPid());
    Neighbours broker = new Neighbours(suite.launcherPid());
    List<Verdict> verdicts = new ArrayList<>();
    System.out.println(
        """
        | connections | Kafka | calls | failed | p50 ms | p99 ms |
        |---|---|---|---|---|---|\
        """);
    for (int connections : CONNECTIONS) {
      Neighbours.Work<Load.Result> cell = () -> load.run(connections, seconds);
      audit.resting(cell); // warm-up
      List<Load.Result> there = new ArrayList<>();
      List<Load.Result> away = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        there.add(audit.resting(cell));
        away.add(audit.resting(() -> broker.resting(cell)));
      }
      print(connections, "there", there);
      print(connections, "away", away);
      verdicts.add(verdict("median", connections, there, away, Load.Result::p50));
      verdicts.add(verdict("99 of 100 calls", connections, there, away, Load.Result::p99));
      verdicts.add(
          new Verdict("failed calls", away.stream().mapToLong(Load.Result::bad).sum(), 0, 0));
    }
    vertx.close();
    System.out.printf("%n%s%n", Verdict.HEADER);
    verdicts.forEach(verdict -> System.out.println(verdict.row()));
  }

  private static void print(int connections, String broker, List<Load.Result> cells) {
    System.out.printf(
        "| %d | %s | %d | %d | %.2f | %.2f |%n",
        connections,
        broker,
        cells.stream().mapToLong(Load.Result::good).sum(),
        cells.stream().mapToLong(Load.Result::bad).sum(),
        median(cells, Load.Result::p50) / 1_000,
        median(cells, Load.Result::p99) / 1_000);
  }

  /** A few milliseconds pass; that is what the durability mode promises. */
  private static Verdict verdict(
      String what,
      int connections,
      List<Load.Result> there,
      List<Load.Result> away,
      ToDoubleFunction<Load.Result> figure) {
    return new Verdict(
        "added while Kafka is away, %s, %d connections, ms".formatted(what, connections),
        (median(away, figure) - median(there, figure)) / 1_000,
        3,
        1);
  }

  private static double median(List<Load.Result> cells, ToDoubleFunction<Load.Result> figure) {
    double[] figures = cells.stream().mapToDouble(figure).sorted().toArray();
    return Arrays.stream(figures).skip(figures.length / 2).findFirst().orElseThrow();
  }
}
