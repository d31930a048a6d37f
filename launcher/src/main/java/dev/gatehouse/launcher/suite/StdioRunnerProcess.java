package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.stdio.Guards;
import dev.gatehouse.launcher.stdio.StdioRunnerCommand;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The stdio-runner of a local run, where the folder has a list of commands. It is started again
 * when it ends, and the kernel ends it together with this launcher.
 */
final class StdioRunnerProcess implements AutoCloseable {
  static final String NAME = "stdio-runner";

  private static final Logger LOG = Logger.getLogger(StdioRunnerProcess.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ServiceEnvironment environment;
  private final Thread thread = Thread.ofPlatform().name(NAME).daemon().unstarted(this::supervise);

  private StdioRunnerProcess(ServiceEnvironment environment) {
    this.environment = environment;
  }

  static StdioRunnerProcess start(ServiceEnvironment environment) {
    var process = new StdioRunnerProcess(environment);
    process.thread.start();
    return process;
  }

  /** Of one thread, which the runner has as its parent and whose end it would not outlive. */
  private void supervise() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (true) {
        long began = System.nanoTime();
        runOnce();
        pause =
            System.nanoTime() - began > STEADY_NANOS
                ? FIRST_PAUSE_MILLIS
                : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // It was told to stop.
    }
  }

  private void runOnce() throws InterruptedException {
    try {
      Process process = builder().start();
      try {
        process.waitFor();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the stdio-runner cannot be started", e);
    }
  }

  private ProcessBuilder builder() throws IOException {
    DataFolder folder = environment.folder();
    List<String> command = new ArrayList<>(Guards.WITH_PARENT);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ProcessMark.of(folder, NAME));
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.gatehouse.launcher.Launcher", NAME));
    command.addAll(List.of("--allow", folder.stdioCommands().toString()));
    command.addAll(List.of("--port", Integer.toString(environment.ports().get(NAME))));
    Path log = folder.log(NAME);
    if (Files.exists(log) && Files.size(log) > 10L << 20) {
      Files.delete(log);
    }
    var builder =
        new ProcessBuilder(command)
            .directory(folder.keys().toFile())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().put(StdioRunnerCommand.TOKEN, environment.stdioToken());
    return builder;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The stdio-runner did not end.", e);
    }
  }
}
