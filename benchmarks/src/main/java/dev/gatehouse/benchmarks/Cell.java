package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Some seconds of load.
 *
 * @param micros CPU of the measured processes per good reply
 */
record Cell(double micros, Load.Result replies) {

  static Cell of(Load load, int connections, List<Long> pids, int seconds)
      throws IOException, InterruptedException {
    long before = CpuTime.nanos(pids);
    Load.Result replies = load.run(connections, seconds);
    double nanos = CpuTime.nanos(pids) - before;
    return new Cell(nanos / 1_000 / Math.max(1, replies.good()), replies);
  }
}
