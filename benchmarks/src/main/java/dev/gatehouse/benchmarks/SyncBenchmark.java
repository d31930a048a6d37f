package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What many connectors cost connector-sync in their hour: runs and looks at upstreams come as often
 * as they would, for some minutes out of the hour. Arguments: the suite's data folder, seconds to
 * measure (180), connectors (10,000).
 *
 * <pre>./gatehouse up --detach; benchmarks/run-sync .gatehouse</pre>
 */
public final class SyncBenchmark {
  private static final int TOOLS = 20;
  private static final int SETTLE_SECONDS = 60;
  private static final double PASS_PERCENT = 10;
  private static final double AIM_PERCENT = 5;

  private SyncBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse").toAbsolutePath();
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 180;
    int connectors = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Suite suite = new Suite(data);
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx, TOOLS);
    String connector = suite.connect("sync-" + System.currentTimeMillis(), upstream.url());
    suite.awaitTools(connector);
    try (SyncDatabase database = new SyncDatabase(suite.syncDatabase())) {
      Thread.sleep(SETTLE_SECONDS * 1_000L);
      Share idle = Share.over(suite, database, upstream, seconds / 3);
      database.multiply(connector, connectors);
      try {
        Thread.sleep(SETTLE_SECONDS * 1_000L);
        print(System.out, connectors, idle, Share.over(suite, database, upstream, seconds));
      } finally {
        database.removeCopies();
      }
    } finally {
      suite.delete("/api/mcps/" + connector);
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void print(PrintStream out, int connectors, Share idle, Share busy) {
    out.printf("%n## %,d connectors of %d tools, each synced once an hour%n%n", connectors, TOOLS);
    out.println(
        "| | seconds | runs | requests upstream | connector-sync, % of a core | PostgreSQL, % |");
    out.println("|---|---|---|---|---|---|");
    out.println(idle.row("one connector"));
    out.println(busy.row("all"));
    out.printf("%n%s%n", Verdict.HEADER);
    out.println(
        new Verdict(
                "CPU of connector-sync, % of one core", busy.service(), PASS_PERCENT, AIM_PERCENT)
            .row());
  }
}
