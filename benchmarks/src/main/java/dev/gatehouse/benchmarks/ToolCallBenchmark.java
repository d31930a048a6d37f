package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU per {@code tools/call} of the gateway and of nginx, one after the other against the same
 * upstream. Arguments: the suite's data folder, seconds a cell (5), cells (3).
 *
 * <pre>./gatehouse up --detach; benchmarks/run .gatehouse</pre>
 */
public final class ToolCallBenchmark {
  private static final int WARM_UP_SECONDS = 20;

  private final Load load;
  private final long cellMillis;
  private final int cells;

  private ToolCallBenchmark(Load load, long cellMillis, int cells) {
    this.load = load;
    this.cellMillis = cellMillis;
    this.cells = cells;
  }

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 5;
    int cells = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx);
    String path = suite.expose("benchmark-" + System.currentTimeMillis(), upstream.url());
    Thread.sleep(2_000);
    var benchmark = new ToolCallBenchmark(new Load(vertx), seconds * 1_000, cells);
    System.out.println(
        "| what | connections | CPU µs per call | calls/s | p50 µs | p99 µs | failed |");
    System.out.println("|---|---|---|---|---|---|---|");
    try (Nginx nginx = Nginx.start(upstream.port())) {
      Map<String, String> token = Map.of("Authorization", "Bearer " + suite.apiKey());
      for (String tool : List.of(Upstream.SMALL, Upstream.LARGE)) {
        for (int connections : new int[] {16, 64, 1}) {
          benchmark.measure(
              "nginx " + tool, nginx.port(), "/mcp", Map.of(), tool, connections, nginx.pids());
          benchmark.measure(
              "gateway " + tool,
              suite.gatewayPort(),
              path,
              token,
              tool,
              connections,
              List.of(suite.gatewayPid()));
        }
      }
    }
    vertx.close();
  }

  private void measure(
      String what,
      int port,
      String path,
      Map<String, String> extra,
      String tool,
      int connections,
      List<Long> pids)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(extra);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("MCP-Protocol-Version", "2026-07-28");
    headers.put("Mcp-Method", "tools/call");
    headers.put("Mcp-Name", tool);
    String body =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":{},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}}}\
        """
            .formatted(tool);
    load.run(
        port,
        path,
        headers,
        body,
        connections,
        WARM_UP_SECONDS * 1_000 / (connections == 16 ? 1 : 4));
    double[] cpu = new double[cells];
    Load.Result last = new Load.Result(0, 0, new long[0]);
    long bad = 0;
    for (int cell = 0; cell < cells; cell++) {
      long before = CpuTime.nanos(pids);
      last = load.run(port, path, headers, body, connections, cellMillis);
      cpu[cell] = (CpuTime.nanos(pids) - before) / 1_000.0 / Math.max(1, last.good());
      bad += last.bad();
    }
    Arrays.sort(cpu);
    System.out.printf(
        "| %s | %d | %.1f (%.1f to %.1f) | %.0f | %.0f | %.0f | %d |%n",
        what,
        connections,
        cpu[cells / 2],
        cpu[0],
        cpu[cells - 1],
        last.good() * 1_000.0 / cellMillis,
        last.percentile(0.5) / 1_000.0,
        last.percentile(0.99) / 1_000.0,
        bad);
  }
}
