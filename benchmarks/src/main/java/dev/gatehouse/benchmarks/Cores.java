package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Divides the cores: the upper half to what is measured, the lower half to everything else of the
 * suite, to the load and to the upstream. Where all share all cores, what a call costs is to a good
 * part what its neighbours do to caches and turns: PostgreSQL and audit-service work off the
 * records of a cell during the next one, nginx's too. Needs taskset (util-linux) and two cores.
 */
final class Cores implements AutoCloseable {
  private static final int ALL = Runtime.getRuntime().availableProcessors();

  private final List<Long> pids;

  private Cores(List<Long> pids) {
    this.pids = pids;
  }

  static Cores divide(Suite suite, Nginx nginx) throws IOException, InterruptedException {
    long gateway = suite.gatewayPid();
    ProcessHandle self = ProcessHandle.current();
    List<Long> measured = Stream.concat(Stream.of(gateway), nginx.pids().stream()).toList();
    List<Long> others =
        LongStream.concat(
                LongStream.of(self.pid()),
                ProcessHandle.of(gateway).flatMap(ProcessHandle::parent).stream()
                    .flatMap(launcher -> Stream.concat(Stream.of(launcher), launcher.descendants()))
                    .mapToLong(ProcessHandle::pid)
                    .filter(pid -> pid != gateway))
            .boxed()
            .toList();
    List<Long> all = new ArrayList<>(measured);
    all.addAll(others);
    if (ALL > 1) {
      give(measured, ALL / 2, ALL - 1);
      give(others, 0, ALL / 2 - 1);
    }
    return new Cores(all);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    give(pids, 0, ALL - 1);
  }

  /** A process that has ended meanwhile is left out. */
  private static void give(List<Long> pids, int first, int last)
      throws IOException, InterruptedException {
    for (long pid : pids) {
      int status =
          new ProcessBuilder("taskset", "-acp", first + "-" + last, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0 && ProcessHandle.of(pid).isPresent()) {
        throw new IOException("taskset cannot give process " + pid + " its cores");
      }
    }
  }
}
