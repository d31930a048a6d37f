package dev.gatehouse.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.suite.LocalRun;
import dev.gatehouse.launcher.suite.PartStatus;
import dev.gatehouse.launcher.suite.SuiteStatus;
import dev.gatehouse.platform.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how every part is; the exit code is 0 only if all are ready. */
@Command(name = "status", description = "Shows what runs.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StatusCommand() {}

  /**
   * @param ready whether every part is
   */
  private record View(boolean ready, String origin, String data, List<PartStatus> parts) {}

  @Override
  public Integer call() throws JsonProcessingException {
    var folder = data.folder();
    var run = new LocalRun(folder, DataOption.home());
    var endpoints = run.exists() ? Endpoints.read(folder) : Optional.<Endpoints>empty();
    var parts = endpoints.map(it -> new SuiteStatus(run, it).parts()).orElse(List.of());
    boolean ready = !parts.isEmpty() && SuiteStatus.areReady(parts);
    var origin = endpoints.map(Endpoints::origin).orElse("");
    print(new View(ready, origin, folder.path().toString(), parts));
    return ready ? 0 : 1;
  }

  private void print(View view) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(view));
      return;
    }
    if (view.parts().isEmpty()) {
      out.println("Nothing was started on " + view.data() + " yet.");
      return;
    }
    for (PartStatus part : view.parts()) {
      out.printf(
          "%-15s %-10s %-8s %s%n",
          part.name(), part.state(), part.pid() == 0 ? "-" : part.pid(), part.url());
    }
  }
}
