package dev.gatehouse.launcher.suite;

import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.DataLock;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.launcher.data.ProcessRecord;
import dev.gatehouse.launcher.data.Secrets;
import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.data.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/** The suite of a folder seen from another command than the one that started it. */
public final class LocalRun {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final DataFolder folder;
  private final Path home;
  private final StateFile state;

  public LocalRun(DataFolder folder, Path home) {
    this.folder = folder;
    this.home = home;
    this.state = new StateFile(folder);
  }

  /** Whether anything was ever started on the folder. */
  public boolean exists() {
    return Files.exists(folder.stateFile());
  }

  /** The launcher, if it runs. */
  public Optional<ProcessHandle> launcher() {
    return exists()
        ? state.read().process(Suite.LAUNCHER).flatMap(ProcessRecord::find)
        : Optional.empty();
  }

  /**
   * Where everything is.
   *
   * @throws Failure if it does not run
   */
  public Endpoints endpoints() {
    return Endpoints.read(folder).filter(_ -> launcher().isPresent()).orElseThrow(this::notRunning);
  }

  /**
   * Stops the suite: its launcher, which stops the rest, or what a killed launcher left behind.
   *
   * @return whether anything ran
   */
  public boolean stop() {
    if (!exists()) {
      return false;
    }
    var launcher = launcher();
    launcher.ifPresent(process -> ProcessRecord.end(process, STOP_LIMIT));
    var left = !ServiceProcesses.running(state).isEmpty() | isPostgresRunning();
    try (var lock = DataLock.take(folder).orElseThrow(this::stillLocked)) {
      processes().stopAll();
      Backing.stopPostgres(folder, Secrets.of(folder));
      state.update(it -> it.withReady(false).withoutProcess(Suite.LAUNCHER));
    } catch (IOException e) {
      throw Failure.of(e);
    }
    return launcher.isPresent() || left;
  }

  private Failure stillLocked() {
    return new Failure("Gatehouse is being started on " + folder.path() + "; try again later.");
  }

  /** Stops one service and starts it again on the same data, after whoever restarts it already. */
  public void restart(Service service, Progress progress) {
    if (launcher().isEmpty()) {
      throw notRunning();
    }
    try (var _ = Turn.take(folder, "restart-" + service.id())) {
      processes().replace(service, progress);
      var pid = state.read().process(service.id()).map(ProcessRecord::pid).orElse(0L);
      Endpoints.update(folder, endpoints -> endpoints.withPid(service.id(), pid));
    }
  }

  /** Stops PostgreSQL, if it runs, and starts it again on the same data. */
  public void restartPostgres(Progress progress) {
    if (launcher().isEmpty()) {
      throw notRunning();
    }
    try (var _ = Turn.take(folder, "restart-postgres")) {
      var secrets = Secrets.of(folder);
      Backing.stopPostgres(folder, secrets);
      int port = state.read().port("postgres").orElse(0);
      var server = PostgresServer.start(Backing.postgres(folder, port, secrets));
      Endpoints.update(folder, endpoints -> endpoints.withPostgresPid(server.pid()));
    } catch (IOException e) {
      throw Failure.of(e);
    }
    progress.step("postgres is ready");
  }

  private Failure notRunning() {
    return new Failure(
        "Gatehouse does not run on " + folder.path() + "; start it with ./gatehouse up.");
  }

  private ServiceProcesses processes() {
    var ports = new Ports(new HashMap<>(state.read().ports()));
    var environment = new ServiceEnvironment(folder, ports, Secrets.of(folder));
    return new ServiceProcesses(environment, home, state, false);
  }

  /** Whether the PostgreSQL of the folder runs, whoever started it. */
  public boolean isPostgresRunning() {
    return postgres().isPresent();
  }

  /** The PostgreSQL of the folder, whoever started it. */
  public Optional<PostgresServer> postgres() {
    try {
      return PostgresServer.find(Backing.postgres(folder, 0, Secrets.of(folder)));
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** The process of a service, if it runs. */
  public Optional<ProcessHandle> process(Service service) {
    return ProcessMark.find(folder, service.id()).stream().findFirst();
  }
}
