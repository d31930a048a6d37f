package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.ProcessRecord;
import dev.gatehouse.launcher.data.StateFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The processes of the five services: never two of one, whatever was killed when. */
public final class ServiceProcesses {

  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration ADOPTION_LIMIT = Duration.ofSeconds(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Duration RECORDING_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LARGEST_LOG = 10L << 20;

  private final ServiceEnvironment environment;
  private final Path home;
  private final StateFile state;
  private final boolean training;

  ServiceProcesses(ServiceEnvironment environment, Path home, StateFile state, boolean training) {
    this.environment = environment;
    this.home = home;
    this.state = state;
    this.training = training;
  }

  /**
   * Makes sure that a service runs: adopts the process that runs what is wanted and is ready, or
   * replaces it.
   */
  void ensure(Service service, Progress progress) {
    var program = new ServiceProgram(home, service);
    var fingerprint = program.fingerprint(environment.of(service));
    var adopted = current(service, fingerprint);
    if (adopted.isPresent() && becomesReady(service, adopted.get(), ADOPTION_LIMIT)) {
      progress.step(service.id() + " was running and is kept");
      return;
    }
    replace(service, progress);
  }

  private Optional<ProcessHandle> current(Service service, String fingerprint) {
    return state
        .read()
        .process(service.id())
        .filter(record -> record.fingerprint().equals(fingerprint))
        .flatMap(ProcessRecord::find)
        .filter(process -> ProcessMark.find(environment.folder(), service.id()).size() == 1);
  }

  /** Stops what runs of a service and starts it again; returns when it is ready. */
  public void replace(Service service, Progress progress) {
    stop(service);
    var began = Instant.now();
    var process = start(service);
    if (!becomesReady(service, process, READY_LIMIT)) {
      throw new Failure(whyNot(service, process));
    }
    var took = Duration.between(began, Instant.now());
    progress.step("%s is ready (%.1f s)".formatted(service.id(), took.toMillis() / 1000.0));
  }

  private ProcessHandle start(Service service) {
    var program = new ServiceProgram(home, service);
    program.require();
    var variables = environment.of(service);
    var folder = environment.folder();
    var log = folder.log(service.id());
    try {
      rotate(log);
      var builder =
          new ProcessBuilder(program.command(folder, training))
              // Not where the user is: Quarkus reads .env and config/ of its working directory.
              .directory(folder.keys().toFile())
              .redirectErrorStream(true)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeIf(ServiceProcesses::isConfiguration);
      builder.environment().putAll(variables);
      // glibc would keep up to 64 MB for each of many threads.
      builder.environment().put("MALLOC_ARENA_MAX", "2");
      var process = builder.start().toHandle();
      var record = ProcessRecord.of(process, program.fingerprint(variables));
      state.update(it -> it.withProcess(service.id(), record));
      return process;
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** What the user has set for other purposes must not configure a service. */
  private static boolean isConfiguration(String variable) {
    return variable.startsWith("QUARKUS_")
        || variable.startsWith("GATEHOUSE_")
        || variable.startsWith("KAFKA_")
        || variable.startsWith("MP_");
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private boolean becomesReady(Service service, ProcessHandle process, Duration limit) {
    var deadline = Instant.now().plus(limit);
    while (ProcessRecord.runs(process) && Instant.now().isBefore(deadline)) {
      if (Health.isReady(environment.management(service))) {
        return true;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private String whyNot(Service service, ProcessHandle process) {
    var log = environment.folder().log(service.id());
    var what =
        ProcessRecord.runs(process)
            ? "did not become ready in %d s".formatted(READY_LIMIT.toSeconds())
            : "ended instead of starting";
    return "The service %s %s; its log is %s%s".formatted(service.id(), what, log, lastError(log));
  }

  private static String lastError(Path log) {
    try {
      return Files.readAllLines(log).reversed().stream()
          .limit(400)
          .filter(line -> line.contains("Caused by:") || line.contains("ERROR"))
          .findFirst()
          .map(line -> " and says: " + line.strip())
          .orElse(".");
    } catch (IOException e) {
      return ".";
    }
  }

  /** Stops every process of a service; one that does not end is killed. */
  void stop(Service service) {
    var running = ProcessMark.find(environment.folder(), service.id());
    var limit = training ? RECORDING_LIMIT : STOP_LIMIT;
    running.forEach(process -> ProcessRecord.end(process, limit));
    state.update(it -> it.withoutProcess(service.id()));
  }

  /** Stops all services at the same time. */
  public void stopAll() {
    Together.run(
        Arrays.stream(Service.values())
            .map(service ->
                (Callable<@Nullable Void>)
                    () -> {
                      stop(service);
                      return null;
                    })
            .toList());
  }

  /** Names of the services that run on the folder now. */
  static List<String> running(StateFile state) {
    return Arrays.stream(Service.values())
        .map(Service::id)
        .filter(id -> !ProcessMark.find(state.folder(), id).isEmpty())
        .toList();
  }
}
