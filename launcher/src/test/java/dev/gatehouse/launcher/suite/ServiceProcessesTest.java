package dev.gatehouse.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.backing.FreePorts;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.launcher.data.Secrets;
import dev.gatehouse.launcher.data.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessesTest {

  private static final Progress SILENT = what -> {};

  @TempDir private Path temp;
  private DataFolder folder;
  private StateFile state;
  private Ports ports;
  private ServiceProcesses services;

  @BeforeEach
  void install() throws Exception {
    FakeService.install(temp.resolve("home"));
    folder = DataFolder.of(temp.resolve("data"));
    folder.prepare();
    state = new StateFile(folder);
    ports = Ports.choose(Map.of(), Ports.anyFree(), List.of());
    services = processes(ports);
  }

  @AfterEach
  void stop() {
    services.stopAll();
  }

  private ServiceProcesses processes(Ports with) {
    var environment = new ServiceEnvironment(folder, with, Secrets.of(folder));
    return new ServiceProcesses(environment, temp.resolve("home"), state, false);
  }

  @Test
  void startsAServiceAndRecordsItsProcess() {
    services.ensure(Service.AUDIT, SILENT);

    assertThat(running()).hasSize(1);
    assertThat(state.read().process("audit").orElseThrow().pid()).isEqualTo(running().getFirst());
  }

  @Test
  void keepsTheProcessThatRunsAlready() {
    services.ensure(Service.AUDIT, SILENT);
    var before = running();

    processes(ports).ensure(Service.AUDIT, SILENT);

    assertThat(running()).isEqualTo(before);
  }

  @Test
  void replacesAProcessOfAnotherConfiguration() {
    services.ensure(Service.AUDIT, SILENT);
    var before = running();

    processes(Ports.choose(Map.of(), Ports.anyFree(), List.of())).ensure(Service.AUDIT, SILENT);

    assertThat(running()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void replacesAProcessOfAnEarlierBuild() throws Exception {
    services.ensure(Service.AUDIT, SILENT);
    var before = running();
    Thread.sleep(20);
    FakeService.install(temp.resolve("home"));

    processes(ports).ensure(Service.AUDIT, SILENT);

    assertThat(running()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void startsAnewWhatWasKilled() {
    services.ensure(Service.AUDIT, SILENT);
    var before = running();
    before.forEach(pid ->
        ProcessHandle.of(pid)
            .ifPresent(process -> {
              process.destroyForcibly();
              process.onExit().join();
            }));

    services.ensure(Service.AUDIT, SILENT);

    assertThat(running()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void neverLeavesTwoEvenIfTheFirstWasNotRecorded() throws Exception {
    services.ensure(Service.AUDIT, SILENT);
    var before = running();
    Files.delete(folder.stateFile());

    services.ensure(Service.AUDIT, SILENT);

    assertThat(running()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void passesNoSecretOnTheCommandLine() {
    services.ensure(Service.AUDIT, SILENT);

    var command =
        ProcessHandle.of(running().getFirst()).orElseThrow().info().arguments().orElseThrow();

    var secrets = Secrets.of(folder);
    assertThat(String.join(" ", command))
        .doesNotContain(secrets.get("vault.audit"), secrets.get("postgres.audit"));
  }

  @Test
  void saysWhyAServiceDidNotStart() throws Exception {
    Files.createFile(folder.file("fail-audit"));

    assertThatThrownBy(() -> services.ensure(Service.AUDIT, SILENT))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "The service audit ended instead of starting; its log is %s and says: 12:00:00 ERROR"
                    .formatted(folder.log("audit"))
                + " the moon is in the wrong phase");
  }

  @Test
  void saysThatAServiceIsNotBuilt() throws Exception {
    Files.delete(temp.resolve("home/audit-service/target/quarkus-app/quarkus-run.jar"));

    assertThatThrownBy(() -> services.replace(Service.AUDIT, SILENT))
        .hasMessageStartingWith("audit-service is not built: ");
  }

  @Test
  void leavesNothingRunningWhenASuiteDoesNotStart() throws Exception {
    Files.createFile(folder.file("fail-registry"));
    int port = ports.get(Ports.EDGE);
    var settings = new RunSettings(folder, temp.resolve("home"), Optional.of(port), true, false);

    assertThatThrownBy(() -> Suite.start(settings, SILENT))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("The service registry ended instead of starting");

    assertThat(ServiceProcesses.running(state)).isEmpty();
    assertThat(new LocalRun(folder, temp.resolve("home")).isPostgresRunning()).isFalse();
    assertThat(FreePorts.isFree(port)).isTrue();
    for (int taken : state.read().ports().values()) {
      assertThat(FreePorts.isFree(taken)).as("port %d", taken).isTrue();
    }
  }

  private List<Long> running() {
    return ProcessMark.find(folder, "audit").stream().map(ProcessHandle::pid).toList();
  }
}
