package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.suite.PasswordWatch;
import dev.gatehouse.launcher.suite.RunSettings;
import dev.gatehouse.launcher.suite.Suite;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the suite and stays until it is told to stop, or leaves it in the background. */
@Command(name = "up", description = "Starts Gatehouse.", mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the origin; that of the last start, or 8080; 0 for any free one.")
  private @Nullable Integer port;

  @Option(names = "--detach", description = "Return when it is ready, and leave it running.")
  private boolean detach;

  @Option(names = "--no-demo", description = "Bring no demo upstream and no demo gateway.")
  private boolean noDemo;

  @Option(names = "--in-background", hidden = true, description = "Print no secrets.")
  private boolean inBackground;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  UpCommand() {}

  @Override
  public Integer call() throws Exception {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--port takes a number from 0 to 65535, not " + port + ".");
    }
    var folder = data.folder();
    var settings =
        new RunSettings(folder, DataOption.home(), Optional.ofNullable(port), !noDemo, false);
    boolean first = Endpoints.read(folder).isEmpty();
    var banner = new Banner(folder, first);
    if (detach) {
      int code = new Background(settings, spec.commandLine().getErr()).start();
      if (code == 0) {
        print(banner.text(Endpoints.read(folder).orElseThrow(), true));
      }
      return code;
    }
    return run(settings, banner);
  }

  private int run(RunSettings settings, Banner banner) throws InterruptedException {
    settings.folder().prepare();
    LauncherLog.to(settings.folder());
    var stopped = new CountDownLatch(1);
    stopOnSignal(stopped);
    try (var suite = Suite.start(settings, this::progress);
        var watch = PasswordWatch.start(settings.folder())) {
      if (!inBackground) {
        print(banner.text(suite.endpoints(), false));
      }
      waitForSignal();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /** A signal interrupts this thread, which then stops the suite; the JVM waits for that. */
  private static void stopOnSignal(CountDownLatch stopped) {
    var main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  main.interrupt();
                  try {
                    stopped.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
  }

  private static void waitForSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // The signal has come.
    }
  }

  private void progress(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("  " + what);
    err.flush();
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
