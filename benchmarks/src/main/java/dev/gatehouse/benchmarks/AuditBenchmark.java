package dev.gatehouse.benchmarks;

import java.nio.file.Path;

/**
 * How fast records reach the trail, and how fast it answers. Arguments: the suite's data folder,
 * events to ingest (1,000,000), rows to query (5,000,000; 0 for no queries).
 *
 * <pre>./gatehouse up --detach; benchmarks/run-audit .gatehouse</pre>
 */
public final class AuditBenchmark {
  private AuditBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse").toAbsolutePath();
    int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5_000_000;
    Suite suite = new Suite(data);
    AuditTrail trail = new AuditTrail(suite);
    if (events > 0) {
      new AuditIngest(suite, trail).run(events);
    }
    if (rows > 0) {
      // Read anew: audit-service is another process since what came before.
      new AuditQueries(new Suite(data), trail).run(rows);
    }
  }
}
