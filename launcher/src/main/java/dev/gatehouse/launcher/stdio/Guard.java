package dev.gatehouse.launcher.stdio;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What stands before a program on its command line, so that nothing of it outlives the runner,
 * however that ends: the kernel kills the direct child with its parent ({@code PR_SET_PDEATHSIG}),
 * and with it the process namespace that the child holds, and so all that the program has started.
 *
 * @param prefix the words
 */
record Guard(List<String> prefix) {
  private static final List<String> WITH_NAMESPACE =
      List.of(
          "unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child=KILL", "--");

  /**
   * What holds on this machine; empty if nothing does.
   *
   * @param limits of every program
   */
  static Optional<Guard> find(ProgramLimits limits) {
    List<List<String>> candidates = new ArrayList<>();
    candidates.add(join(Guards.WITH_PARENT, WITH_NAMESPACE, limits.words()));
    if (ProcessHandle.current().pid() == 1) {
      // The runner is the first process of its container, which ends with it.
      candidates.add(join(Guards.WITH_PARENT, limits.words()));
    }
    return candidates.stream().filter(Guard::works).findFirst().map(Guard::new);
  }

  @SafeVarargs
  private static List<String> join(List<String>... parts) {
    List<String> words = new ArrayList<>();
    for (List<String> part : parts) {
      words.addAll(part);
    }
    return List.copyOf(words);
  }

  private static boolean works(List<String> words) {
    List<String> line = new ArrayList<>(words);
    line.add("true");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
