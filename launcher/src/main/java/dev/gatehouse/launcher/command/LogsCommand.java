package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.suite.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the end of the logs, and what is added to them. */
@Command(name = "logs", description = "Shows the logs.", mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {

  private static final int PAUSE_MILLIS = 300;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "One of the services, launcher or postgres; all unless given.")
  private @Nullable String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is added, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "50",
      description = "Lines of each log to begin with; 50 unless given.")
  private int lines;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LogsCommand() {}

  @Override
  public Integer call() throws IOException {
    var names = names();
    if (service != null && !names.contains(service)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "There is no log of '%s'; there are %s.".formatted(service, String.join(", ", names)));
    }
    var followed = new LinkedHashMap<String, LogFile>();
    for (String name : service == null ? names : List.of(service)) {
      followed.put(name, new LogFile(file(data.folder(), name)));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<String, LogFile> log : followed.entrySet()) {
      show(out, log.getKey(), log.getValue().tail(Math.max(0, lines)));
    }
    while (follow && pause()) {
      for (Map.Entry<String, LogFile> log : followed.entrySet()) {
        show(out, log.getKey(), log.getValue().added());
      }
    }
    return 0;
  }

  private static List<String> names() {
    return Stream.concat(
            Arrays.stream(Service.values()).map(Service::id), Stream.of("launcher", "postgres"))
        .toList();
  }

  private static Path file(DataFolder folder, String name) {
    return switch (name) {
      case "postgres" -> folder.postgres().resolve("postgres.log");
      // The first of the files that the launcher's log rotates through.
      case "launcher" -> folder.logs().resolve("launcher.log.0");
      default -> folder.log(name);
    };
  }

  private void show(PrintWriter out, String name, List<String> text) {
    for (String line : text) {
      out.println(service == null ? "%-14s | %s".formatted(name, line) : line);
    }
    out.flush();
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
