package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.suite.LocalRun;
import dev.gatehouse.launcher.suite.Service;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts one service, or PostgreSQL, anew on the same data, whether it runs or was killed. */
@Command(
    name = "restart",
    description = "Stops one service and starts it again.",
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Runnable {

  private static final String POSTGRES = "postgres";

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @Parameters(
      paramLabel = "SERVICE",
      description = "auth, gateway, registry, connector-sync, audit or postgres.")
  private String service;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RestartCommand() {}

  @Override
  public void run() {
    var run = new LocalRun(data.folder(), DataOption.home());
    if (service.equals(POSTGRES)) {
      run.restartPostgres(this::progress);
      return;
    }
    if (service.equals("kafka") || service.equals("vault")) {
      throw misused("%s lives in the launcher: use ./gatehouse down and ./gatehouse up.");
    }
    var found =
        Service.find(service)
            .orElseThrow(() ->
                misused("There is no service '%s'; the services are " + Service.names() + "."));
    run.restart(found, this::progress);
  }

  private CommandLine.ParameterException misused(String sentence) {
    return new CommandLine.ParameterException(spec.commandLine(), sentence.formatted(service));
  }

  private void progress(String what) {
    spec.commandLine().getErr().println("  " + what);
  }
}
