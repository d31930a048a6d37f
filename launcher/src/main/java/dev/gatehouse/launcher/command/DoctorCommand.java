package dev.gatehouse.launcher.command;

import dev.gatehouse.backing.FreePorts;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.suite.LocalRun;
import dev.gatehouse.launcher.suite.Service;
import dev.gatehouse.launcher.suite.SuiteStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** Checks what a start needs and what runs; the exit code is 0 only if nothing is wrong. */
@Command(
    name = "doctor",
    description = "Looks for what keeps Gatehouse from working.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

  private static final int NEEDED_JAVA = 25;
  private static final long NEEDED_SPACE = 512L << 20;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOption data;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DoctorCommand() {}

  /**
   * One thing that was looked at.
   *
   * @param good whether it is as it should be
   * @param finding one line
   */
  private record Check(boolean good, String finding) {}

  @Override
  public Integer call() throws IOException {
    var folder = data.folder();
    var checks = new ArrayList<Check>();
    checks.add(java());
    checks.addAll(programs());
    checks.addAll(folder(folder));
    checks.addAll(running(folder));
    for (Check check : checks) {
      spec.commandLine().getOut().println((check.good() ? "ok     " : "wrong  ") + check.finding());
    }
    return checks.stream().allMatch(Check::good) ? 0 : 1;
  }

  private static Check java() {
    int version = Runtime.version().feature();
    return new Check(
        version >= NEEDED_JAVA,
        "Java %d in %s (%d or newer is needed)"
            .formatted(version, System.getProperty("java.home"), NEEDED_JAVA));
  }

  private static List<Check> programs() {
    var checks = new ArrayList<Check>();
    for (Service service : Service.values()) {
      var jar =
          DataOption.home().resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
      boolean built = Files.isRegularFile(jar);
      checks.add(new Check(built, service.module() + (built ? " is built" : " is not built")));
    }
    return checks;
  }

  private static List<Check> folder(DataFolder folder) throws IOException {
    var checks = new ArrayList<Check>();
    try {
      folder.refuseNewer();
    } catch (Failure failure) {
      checks.add(new Check(false, String.valueOf(failure.getMessage())));
    }
    var existing = existing(folder.path());
    checks.add(
        new Check(
            Files.isWritable(existing),
            "%s %s be written".formatted(existing, Files.isWritable(existing) ? "can" : "cannot")));
    long free = Files.getFileStore(existing).getUsableSpace();
    checks.add(new Check(free >= NEEDED_SPACE, "%d MB are free there".formatted(free >> 20)));
    return checks;
  }

  private static Path existing(Path path) {
    var folder = path;
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static List<Check> running(DataFolder folder) {
    var run = new LocalRun(folder, DataOption.home());
    var endpoints = Endpoints.read(folder);
    if (run.exists() && endpoints.isPresent() && run.launcher().isPresent()) {
      return new SuiteStatus(run, endpoints.get())
          .parts().stream()
              .map(part -> new Check(part.isReady(), part.name() + " is " + part.state()))
              .toList();
    }
    int port = run.exists() ? new StateFile(folder).read().port(Ports.EDGE).orElse(8080) : 8080;
    boolean free = FreePorts.isFree(port);
    return List.of(
        new Check(true, "Gatehouse does not run on " + folder.path()),
        new Check(free, "port %d is %s".formatted(port, free ? "free" : "in use")));
  }
}
