package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.suite.LocalRun;
import dev.gatehouse.launcher.suite.Service;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts one service anew on the same data, whether it runs or was killed. */
@Command(
    name = "restart",
    description = "Stops one service and starts it again.",
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @Parameters(
      paramLabel = "SERVICE",
      description = "auth, gateway, registry, connector-sync, audit")
  private String service;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RestartCommand() {}

  @Override
  public void run() {
    var found =
        Service.find(service)
            .orElseThrow(() ->
                new CommandLine.ParameterException(
                    spec.commandLine(),
                    "There is no service '%s'; the services are %s."
                        .formatted(service, Service.names())));
    new LocalRun(data.folder(), DataOption.home())
        .restart(found, what -> spec.commandLine().getErr().println("  " + what));
  }
}
