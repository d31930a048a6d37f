package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.suite.LocalRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** Stops the suite, and what a killed launcher left behind. */
@Command(name = "down", description = "Stops Gatehouse.", mixinStandardHelpOptions = true)
public final class DownCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DownCommand() {}

  @Override
  public void run() {
    var folder = data.folder();
    boolean stopped = new LocalRun(folder, DataOption.home()).stop();
    spec.commandLine()
        .getOut()
        .println(
            stopped
                ? "Gatehouse is stopped."
                : "Gatehouse was not running on " + folder.path() + ".");
  }
}
