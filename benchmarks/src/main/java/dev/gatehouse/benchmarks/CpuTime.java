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
  private CpuTime() {}

  /** Sum over all threads of these processes. */
  static long nanos(List<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids) {
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path thread : threads.toList()) {
          sum += nanos(thread);
        }
      }
    }
    return sum;
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
