package dev.gatehouse.launcher.suite;

import dev.gatehouse.backing.FreePorts;
import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.AssertionKeys;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.DataLock;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.launcher.data.ProcessRecord;
import dev.gatehouse.launcher.data.Secrets;
import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.demo.DemoUpstream;
import dev.gatehouse.launcher.edge.EdgeProxy;
import dev.gatehouse.launcher.stdio.AllowList;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A running suite: backing services, edge and demo upstream in this JVM, the five services beside
 * it. It is up as a whole or not at all.
 */
public final class Suite implements AutoCloseable {

  /** Name under which the launcher's own process is recorded. */
  public static final String LAUNCHER = AssertionKeys.LAUNCHER;

  private static final int DEFAULT_PORT = 8080;

  private final RunSettings settings;
  private final StateFile state;
  private final Secrets secrets;
  private final Progress progress;
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private Suite(RunSettings settings, Progress progress) {
    this.settings = settings;
    this.state = new StateFile(settings.folder());
    this.secrets = Secrets.of(settings.folder());
    this.progress = progress;
  }

  /**
   * Starts everything, keeping of an earlier start what still runs and is healthy. Returns when a
   * tool of the demo can be called.
   *
   * @throws Failure if a part does not start; nothing is left running then
   */
  public static Suite start(RunSettings settings, Progress progress) {
    settings.folder().prepare();
    var lock =
        DataLock.take(settings.folder())
            .orElseThrow(() -> alreadyRunning(new StateFile(settings.folder())));
    try {
      var suite = new Suite(settings, progress);
      suite.closing.push(lock::close);
      try {
        suite.run();
        return suite;
      } catch (RuntimeException | IOException e) {
        var failure = Failure.of(e);
        try (suite) {
          throw failure;
        }
      }
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Checks that no suite runs on a folder.
   *
   * @throws Failure if one does
   */
  public static void requireStopped(DataFolder folder) {
    DataLock.take(folder).orElseThrow(() -> alreadyRunning(new StateFile(folder))).close();
  }

  private static Failure alreadyRunning(StateFile state) {
    var process = state.read().process(LAUNCHER);
    return new Failure(
        "Gatehouse runs on %s already%s; stop it with ./gatehouse down, or choose another --data."
            .formatted(
                state.folder().path(),
                process.map(record -> " (process " + record.pid() + ")").orElse("")));
  }

  private void run() throws IOException {
    for (Service service : Service.values()) {
      new ServiceProgram(settings.home(), service).require();
    }
    var ports = choosePorts();
    var environment = new ServiceEnvironment(settings.folder(), ports, secrets);
    var services = new ServiceProcesses(environment, settings.home(), state, settings.training());
    new AssertionKeys(settings.folder()).ensure();
    var self = ProcessRecord.of(ProcessHandle.current(), "");
    state.update(it -> it.withPorts(ports.numbers()).withReady(false).withProcess(LAUNCHER, self));

    var vertx = Vertx.vertx();
    closing.push(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    var backing = new Backing(environment);
    closing.push(backing::close);
    closing.push(services::stopAll);
    var edge = EdgeProxy.start(vertx, ports.get(Ports.EDGE), addresses(environment));
    closing.push(edge::close);
    backing.start(progress);
    if (settings.demo()) {
      var demo = DemoUpstream.start(vertx, ports.get("demo"), secrets.get("demo"));
      closing.push(demo::close);
    }
    if (Files.exists(settings.folder().stdioCommands())) {
      AllowList.read(settings.folder().stdioCommands()); // a list with a mistake stops the start
      closing.push(StdioRunnerProcess.start(environment)::close);
    }
    startServices(services);
    new FirstSteps(settings, state, environment, backing, progress).run();
    state.update(it -> it.withReady(true));
  }

  private Ports choosePorts() throws IOException {
    var known = new HashMap<>(state.read().ports());
    var ours = new HashSet<String>();
    for (String service : ServiceProcesses.running(state)) {
      ours.add(service);
      Service.find(service).map(Ports::managementName).ifPresent(ours::add);
    }
    var postgres = PostgresServer.find(Backing.postgres(settings.folder(), 0, secrets));
    postgres.ifPresent(server -> {
      known.put("postgres", server.port());
      ours.add("postgres");
    });
    int edge = settings.port().orElse(known.getOrDefault(Ports.EDGE, DEFAULT_PORT));
    if (edge != 0 && !FreePorts.isFree(edge)) {
      throw new Failure(
          "Port %d is in use: stop what uses it, or choose another with --port.".formatted(edge));
    }
    return Ports.choose(known, edge == 0 ? Ports.anyFree() : edge, ours);
  }

  private static Map<String, URI> addresses(ServiceEnvironment environment) {
    var addresses = new HashMap<String, URI>();
    for (Service service : Service.values()) {
      addresses.put(service.id(), URI.create(environment.url(service)));
    }
    return addresses;
  }

  private void startServices(ServiceProcesses services) {
    Together.run(
        Arrays.stream(Service.values())
            .map(service ->
                (Callable<@Nullable Void>)
                    () -> {
                      services.ensure(service, progress);
                      return null;
                    })
            .toList());
  }

  /** Where everything is. */
  public Endpoints endpoints() {
    return Endpoints.read(settings.folder()).orElseThrow();
  }

  /** Stops everything, in the reverse order of the start. */
  @Override
  public void close() {
    // An interrupt is how a start is called off; what is being stopped now is to end in order.
    Thread.interrupted();
    RuntimeException failure = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
