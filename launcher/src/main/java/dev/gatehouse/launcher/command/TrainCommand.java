package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.suite.Training;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** Part of the build: what it makes lets services start in half the time. */
@Command(
    name = "train",
    hidden = true,
    description = "Records the ahead-of-time caches of the services.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

  @Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  TrainCommand() {}

  @Override
  public Integer call() throws IOException {
    new Training(DataOption.home()).run(this::progress);
    return 0;
  }

  private void progress(String what) {
    var err = spec.commandLine().getErr();
    err.println("  " + what);
    err.flush();
  }
}
