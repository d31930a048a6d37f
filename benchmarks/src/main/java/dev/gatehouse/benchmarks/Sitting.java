package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * The gateway and nginx before the same upstream on the same machine in the same minutes.
 *
 * @param path of the gateway that exposes the upstream
 */
record Sitting(PrintStream out, Suite suite, String path, Nginx nginx, Measurement.Plan plan) {

  /** The same with another bound on the cells before the first that counts. */
  Sitting warmUp(int cells) {
    return new Sitting(out, suite, path, nginx, plan.warmUp(cells));
  }

  void print(String title, String header) {
    out.printf("%n## %s%n%n%s%n", title, header);
  }

  Pair measure(String what, Request request, int minimum, int connections)
      throws IOException, InterruptedException {
    Measurement floor =
        Measurement.of(
            request.load(nginx.port(), "/mcp", "none", minimum), connections, nginx.pids(), plan);
    out.println(floor.row("nginx " + what, connections));
    Measurement gateway =
        Measurement.of(
            request.load(suite.gatewayPort(), path, suite.apiKey(), minimum),
            connections,
            List.of(suite.gatewayPid()),
            plan);
    out.println(gateway.row("gateway " + what, connections));
    return new Pair(floor, gateway);
  }
}
