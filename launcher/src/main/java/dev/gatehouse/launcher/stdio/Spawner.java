package dev.gatehouse.launcher.stdio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts programs from one thread that lives as long as the runner: to the kernel, a program's
 * parent is the thread that started it.
 */
final class Spawner {
  private static final Map<String, String> FOR_ALL =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");

  private final Guard guard;
  private final Path folder;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("stdio-spawner").daemon().factory());

  /**
   * @param folder that programs are started in and may write to
   */
  Spawner(Guard guard, Path folder) {
    this.guard = guard;
    this.folder = folder;
  }

  CompletableFuture<Process> start(Program program) {
    List<String> line = new ArrayList<>(guard.prefix());
    line.addAll(program.line());
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear(); // nothing of the runner's own, its token least of all
    environment.putAll(FOR_ALL);
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", folder.toString());
    environment.putAll(program.environment());
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return builder.start();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        thread);
  }
}
