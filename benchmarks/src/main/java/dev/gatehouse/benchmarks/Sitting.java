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
            request.load(nginx.port(), "/mcp", "none", minimum),
            connections,
            nginx.pids(),
            plan,
            neighbours());
    out.println(floor.row("nginx " + what, connections));
    Measurement gateway =
        Measurement.of(
            gateway(request, minimum),
            connections,
            List.of(suite.gatewayPid()),
            plan,
            neighbours());
    out.println(gateway.row("gateway " + what, connections));
    return new Pair(floor, gateway);
  }

  /** One cell of the gateway alone. */
  Cell cell(Request request, int minimum, int connections)
      throws IOException, InterruptedException {
    Load load = gateway(request, minimum);
    List<Long> pids = List.of(suite.gatewayPid());
    return neighbours().resting(() -> Cell.of(load, connections, pids, plan.seconds()));
  }

  /** Calls the gateway until the JIT compiler has done its work. */
  void settle(Request request, int minimum, int connections)
      throws IOException, InterruptedException {
    Measurement.settle(gateway(request, minimum), connections, List.of(suite.gatewayPid()), plan);
  }

  void row(String what, List<Cell> cells, int connections) {
    out.println(Measurement.of(cells, plan).row("gateway " + what, connections));
  }

  private Load gateway(Request request, int minimum) {
    return request.load(suite.gatewayPort(), path, suite.apiKey(), minimum);
  }

  private Neighbours neighbours() {
    return new Neighbours(suite.auditPid());
  }
}
