package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What else runs on the machine that a cell is measured on. Records of a cell are worked off by
 * audit-service, Kafka and PostgreSQL, on a server elsewhere; where all share two threads of one
 * core, that is seen in what a call costs, of this cell and of the next ones. So audit-service is
 * halted for a cell, Kafka keeps its records, and the next cell waits until they are worked off.
 *
 * @param pid of audit-service, or of whatever else is to be halted
 */
record Neighbours(long pid) {
  private static final int PATIENCE_SECONDS = 600;
  private static final double AT_REST = 0.85;

  /** A cell. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does something while the neighbours rest. Their process goes on afterwards, even if this one is
   * ended meanwhile by anything but a kill -9.
   *
   * @throws IOException if the machine is not at rest after ten minutes
   */
  <T> T resting(Work<T> work) throws IOException, InterruptedException {
    awaitRest();
    Thread goOn = new Thread(() -> signal("CONT"));
    Runtime.getRuntime().addShutdownHook(goOn);
    signal("STOP");
    try {
      return work.run();
    } finally {
      signal("CONT");
      Runtime.getRuntime().removeShutdownHook(goOn);
    }
  }

  private static void awaitRest() throws IOException, InterruptedException {
    double idle = 0;
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      long[] before = ticks();
      Thread.sleep(1_000);
      long[] after = ticks();
      idle = (after[1] - before[1]) / (double) Math.max(1, after[0] - before[0]);
      if (idle > AT_REST) {
        return;
      }
    }
    throw new IOException(
        """
        The processors are idle for only %.0f %% of the time: something else runs on this machine, or \
        audit-service does not come to an end with its records (./gatehouse logs audit). Close what \
        runs and start again.\
        """
            .formatted(idle * 100));
  }

  /** All ticks of all processors since they were started, and those in which they were idle. */
  private static long[] ticks() throws IOException {
    String line =
        Files.readString(Path.of("/proc/stat"), StandardCharsets.UTF_8).lines().findFirst().get();
    long[] each =
        Arrays.stream(line.split(" +")).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
    return new long[] {Arrays.stream(each).sum(), each[3] + each[4]};
  }

  private void signal(String signal) {
    try {
      String[] command = {"kill", "-" + signal, Long.toString(pid)};
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException("process " + pid + " takes no signal");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
