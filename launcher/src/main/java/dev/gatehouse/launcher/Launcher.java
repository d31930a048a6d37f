package dev.gatehouse.launcher;

import dev.gatehouse.launcher.command.AuditCommand;
import dev.gatehouse.launcher.command.DoctorCommand;
import dev.gatehouse.launcher.command.DownCommand;
import dev.gatehouse.launcher.command.KeyCommand;
import dev.gatehouse.launcher.command.LauncherLog;
import dev.gatehouse.launcher.command.LogsCommand;
import dev.gatehouse.launcher.command.RestartCommand;
import dev.gatehouse.launcher.command.StatusCommand;
import dev.gatehouse.launcher.command.TrainCommand;
import dev.gatehouse.launcher.command.UpCommand;
import dev.gatehouse.launcher.stdio.StdioRunnerCommand;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The {@code gatehouse} command. Exit codes: 0 done, 1 it could not be done, 2 it was asked for in
 * a wrong way; what went wrong is one sentence on the error output.
 */
@Command(
    name = "gatehouse",
    description = "Runs Gatehouse on this machine, without containers.",
    mixinStandardHelpOptions = true,
    version = "Gatehouse 0.1.0",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      KeyCommand.class,
      AuditCommand.class,
      RestartCommand.class,
      DoctorCommand.class,
      StdioRunnerCommand.class,
      TrainCommand.class,
      HelpCommand.class
    })
public final class Launcher implements Runnable {

  private static final Logger LOG = Logger.getLogger(Launcher.class.getName());

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  Launcher() {}

  public static void main(String[] arguments) {
    LauncherLog.off();
    System.exit(execute(arguments));
  }

  /** Runs one command and returns its exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new Launcher())
        .setParameterExceptionHandler(Launcher::misused)
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
        .execute(arguments);
  }

  @Override
  public void run() {
    var commands =
        spec.subcommands().entrySet().stream()
            .filter(it -> !it.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    throw new ParameterException(spec.commandLine(), "Which command? One of: " + commands + ".");
  }

  private static int misused(ParameterException misuse, String[] arguments) {
    misuse.getCommandLine().getErr().println(sentence(String.valueOf(misuse.getMessage())));
    return 2;
  }

  private static int failed(Exception failure, CommandLine command) {
    var sentence = Failure.of(failure);
    LOG.log(Level.WARNING, "the command failed", failure);
    command.getErr().println(sentence.getMessage());
    return 1;
  }

  private static String sentence(String message) {
    var line = message.lines().findFirst().orElse("This cannot be understood");
    return line.endsWith(".") ? line : line + "; see ./gatehouse help.";
  }
}
