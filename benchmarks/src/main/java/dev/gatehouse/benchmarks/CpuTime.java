package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of processes from Linux's {@code /proc}, in nanoseconds, JIT compiler threads left out.
 */
final class CpuTime {
  /** Among the fields after the name: user time of ended children; system time is the next. */
  private static final int CUTIME = 13;

  private static final long NANOS_PER_TICK = 10_000_000;

  private CpuTime() {}

  /** Sum over all threads of these processes. */
  static long nanos(List<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids) {
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path thread : threads.toList()) {
          sum += nanos(thread);
        }
      } catch (NoSuchFileException e) {
        continue; // The process ended meanwhile.
      }
    }
    return sum;
  }

  /** A process with all that it has begun, those that have ended too (proc(5), {@code stat}). */
  static long ofTree(long pid) throws IOException {
    List<Long> alive =
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid))
            .toList();
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ended = Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1]);
    return nanos(alive) + ended * NANOS_PER_TICK;
  }

  private static long nanos(Path thread) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm"));
      if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
        return 0;
      }
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    } catch (NoSuchFileException e) {
      return 0; // The thread ended meanwhile.
    }
  }
}
