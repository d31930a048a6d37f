package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one row: CPU of the measured processes per good reply.
 *
 * @param cpu microseconds per reply, one figure a cell, sorted
 * @param perSecond good replies a second in the last cell
 * @param p50 median latency in microseconds of the last cell
 * @param p99 in microseconds, of the last cell
 * @param bad replies of all cells that were not what was asked for
 */
record Measurement(double[] cpu, double perSecond, double p50, double p99, long bad) {
  private static final double CHEAPER = 0.97;

  /**
   * How long and how often to measure.
   *
   * @param warmUp cells before the first that counts, at most: after a quarter of them no more once
   *     two in a row were not cheaper than the ones before, which is when the JIT compiler has done
   *     its work
   * @param seconds of a cell
   * @param cells number of them, odd so that there is a median
   */
  record Plan(int warmUp, int seconds, int cells) {
    Plan warmUp(int other) {
      return new Plan(other, seconds, cells);
    }
  }

  /** A cell at a time, each while the neighbours rest. */
  static Measurement of(
      Load load, int connections, List<Long> pids, Plan plan, Neighbours neighbours)
      throws IOException, InterruptedException {
    settle(load, connections, pids, plan);
    List<Cell> cells = new ArrayList<>();
    for (int cell = 0; cell < plan.cells(); cell++) {
      cells.add(neighbours.resting(() -> Cell.of(load, connections, pids, plan.seconds())));
    }
    return of(cells, plan);
  }

  static Measurement of(List<Cell> cells, Plan plan) {
    double[] cpu = cells.stream().mapToDouble(Cell::micros).sorted().toArray();
    Load.Result last = cells.getLast().replies();
    long bad = cells.stream().mapToLong(cell -> cell.replies().bad()).sum();
    return new Measurement(cpu, last.good() / (double) plan.seconds(), last.p50(), last.p99(), bad);
  }

  static void settle(Load load, int connections, List<Long> pids, Plan plan)
      throws IOException, InterruptedException {
    double cheapest = Double.MAX_VALUE;
    int noCheaper = 0;
    int atLeast = plan.warmUp() / 4;
    for (int cell = 0; cell < plan.warmUp() && (cell < atLeast || noCheaper < 2); cell++) {
      double cost = Cell.of(load, connections, pids, plan.seconds()).micros();
      noCheaper = cost < cheapest * CHEAPER ? 0 : noCheaper + 1;
      cheapest = Math.min(cheapest, cost);
    }
  }

  double median() {
    return cpu[cpu.length / 2];
  }

  /** One row of a Markdown table with {@link #HEADER}. */
  String row(String what, int connections) {
    return "| %s | %d | %.1f (%.1f to %.1f) | %.0f | %.0f | %.0f | %d |"
        .formatted(
            what, connections, median(), cpu[0], cpu[cpu.length - 1], perSecond, p50, p99, bad);
  }

  static final String HEADER =
      """
      | what | connections | CPU µs per reply | replies/s | p50 µs | p99 µs | failed |
      |---|---|---|---|---|---|---|\
      """;
}
