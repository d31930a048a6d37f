package dev.gatehouse.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.suite.Command.Result;
import dev.gatehouse.e2e.suite.RunningProcesses.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One running suite on a folder and a port of its own, started and stopped by the command alone.
 */
public final class Suite implements AutoCloseable {
  /** Where the logs of a suite stay when its folder is gone. */
  private static final Path LOGS = Path.of("target/suites").toAbsolutePath();

  private final Path data;
  private final Map<String, String> environment;
  private final Thread lastResort = new Thread(() -> processes().killAll(), "last-resort");
  private String greeting = "";

  private Suite(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = environment;
  }

  /** Starts a suite on an empty folder and a free port. */
  public static Suite start() {
    return start(Map.of());
  }

  /**
   * The same with more in the environment of whatever {@link #succeed} and {@link #up} start.
   *
   * @param environment variables by name; those that would configure a service do not reach it
   */
  public static Suite start(Map<String, String> environment) {
    return start(Folders.temporary("suite"), environment);
  }

  /** The same with a file of the operator's in the folder. */
  public static Suite startWith(Path file, String name) throws IOException {
    Path data = Folders.temporary("suite");
    Files.copy(file, data.resolve(name));
    return start(data, Map.of());
  }

  private static Suite start(Path data, Map<String, String> environment) {
    Suite suite = new Suite(data, environment);
    // A test run that is called off closes nothing.
    Runtime.getRuntime().addShutdownHook(suite.lastResort);
    Result up = suite.run(environment, "up", "--detach", "--port", "0");
    assertThat(up.exitCode()).as(up::describe).isZero();
    suite.greeting = up.out();
    return suite;
  }

  /** {@code gatehouse up}, which adopts what runs and starts what does not, on the same port. */
  public void up() {
    succeed("up", "--detach");
  }

  /** Ends a service as {@code kill -9} does; returns when it is gone. */
  public void kill(String service) {
    kill(endpoints().services().get(service).pid());
  }

  /** The same of any process. */
  public static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The process that holds Kafka, the vault and the edge. */
  public Running launcher() {
    List<Running> launchers = processes().withCommand("launcher.jar");
    assertThat(launchers).hasSize(1);
    return launchers.getFirst();
  }

  /** A command on this suite that has to succeed. */
  public Result succeed(String command, String... arguments) {
    Result result = run(environment, command, arguments);
    assertThat(result.exitCode()).as(result::describe).isZero();
    return result;
  }

  /** A command on this suite, whatever comes of it; in no other environment than the test's. */
  public Result run(String command, String... arguments) {
    return run(Map.of(), command, arguments);
  }

  private Result run(Map<String, String> environment, String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--data", data.toString()));
    return Command.gatehouse(environment, line.toArray(String[]::new));
  }

  /** As the file says now: process ids change with every restart. */
  public Endpoints endpoints() {
    return Endpoints.read(data);
  }

  /** What the first {@code up} printed. */
  public String greeting() {
    return greeting;
  }

  public Path data() {
    return data;
  }

  /** Every process of this suite that runs now. */
  public RunningProcesses processes() {
    return RunningProcesses.of(data);
  }

  @Override
  public void close() {
    Result down = run("down");
    RunningProcesses left = processes();
    left.killAll();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    Folders.copy(data.resolve("logs"), LOGS.resolve(data.getFileName()));
    Folders.delete(data);
    assertThat(down.exitCode()).as(down::describe).isZero();
    assertThat(left.all()).as("processes left by gatehouse down").isEmpty();
  }
}
