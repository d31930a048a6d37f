package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.suite.RunSettings;
import dev.gatehouse.launcher.suite.Suite;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Starts the suite in a process of its own and shows what that process says until it is ready. */
final class Background {

  private final RunSettings settings;
  private final PrintWriter screen;
  private long shown;

  Background(RunSettings settings, PrintWriter screen) {
    this.settings = settings;
    this.screen = screen;
  }

  /**
   * Returns when the suite is ready or has failed to start, which was shown then.
   *
   * @return exit code; 0 if it is ready
   */
  int start() throws IOException, InterruptedException {
    settings.folder().prepare();
    Suite.requireStopped(settings.folder());
    // One of its own: somebody may start the same folder a second time meanwhile.
    var output = Files.createTempFile(settings.folder().logs(), "up-", ".log");
    try {
      return start(output);
    } finally {
      Files.delete(output);
    }
  }

  private int start(Path output) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.to(output.toFile()))
            .start();
    var callOff = new Thread(process::destroy, "call-off");
    Runtime.getRuntime().addShutdownHook(callOff);
    var state = new StateFile(settings.folder());
    while (process.isAlive() && !isReady(state, process.pid())) {
      show(output);
      Thread.sleep(100);
    }
    show(output);
    Runtime.getRuntime().removeShutdownHook(callOff);
    return process.isAlive() ? 0 : Math.max(1, process.exitValue());
  }

  private static boolean isReady(StateFile state, long pid) {
    var now = state.read();
    return now.ready()
        && now.process(Suite.LAUNCHER).map(launcher -> launcher.pid() == pid).orElse(false);
  }

  private void show(Path output) throws IOException {
    try (var file = new RandomAccessFile(output.toFile(), "r")) {
      file.seek(shown);
      var bytes = new byte[(int) (file.length() - shown)];
      file.readFully(bytes);
      shown += bytes.length;
      screen.print(new String(bytes, StandardCharsets.UTF_8));
      screen.flush();
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    // Out of the session of this terminal, whose end would end the suite too.
    find("setsid").ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.gatehouse.launcher.Launcher");
    command.addAll(List.of("up", "--in-background"));
    command.addAll(List.of("--data", settings.folder().path().toString()));
    settings.port().ifPresent(port -> command.addAll(List.of("--port", port.toString())));
    if (!settings.demo()) {
      command.add("--no-demo");
    }
    return command;
  }

  private static Optional<String> find(String program) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
