package dev.gatehouse.launcher.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

  @TempDir private Path temp;
  private StateFile state;

  @BeforeEach
  void create() {
    state = new StateFile(DataFolder.of(temp));
  }

  @Test
  void remembersWhatWasWritten() {
    var self = ProcessRecord.of(ProcessHandle.current(), "print");

    state.update(
        it -> it.withPorts(Map.of("edge", 8080)).withProcess("auth", self).withReady(true));

    var read = new StateFile(DataFolder.of(temp)).read();
    assertThat(read.port("edge")).contains(8080);
    assertThat(read.process("auth")).contains(self);
    assertThat(read.ready()).isTrue();
    assertThat(read.demoDone()).isFalse();
  }

  @Test
  void startsEmpty() {
    assertThat(state.read().ports()).isEmpty();
    assertThat(state.read().ready()).isFalse();
  }

  @Test
  void forgetsAProcess() {
    state.update(it -> it.withProcess("auth", ProcessRecord.of(ProcessHandle.current(), "")));

    state.update(it -> it.withoutProcess("auth"));

    assertThat(state.read().process("auth")).isEmpty();
  }

  @Test
  void saysWhatToDoWithAFileThatCannotBeRead() throws Exception {
    Files.writeString(temp.resolve("state.json"), "{\"ports\": ");

    assertThatThrownBy(state::read)
        .hasMessage(temp.resolve("state.json") + " cannot be read; delete it to choose new ports.");
  }

  @Test
  void findsAProcessByIdAndStart() {
    var self = ProcessRecord.of(ProcessHandle.current(), "");

    assertThat(self.find()).contains(ProcessHandle.current());
  }

  @Test
  void mistakesNoLaterProcessForAnEarlierOneOfTheSameId() {
    var earlier =
        new ProcessRecord(
            ProcessHandle.current().pid(), Instant.now().minus(Duration.ofDays(1)), "");

    assertThat(earlier.find()).isEmpty();
  }

  @Test
  void findsNoProcessThatHasEnded() throws Exception {
    var process = new ProcessBuilder("sleep", "60").start();
    var record = ProcessRecord.of(process.toHandle(), "");
    process.destroyForcibly().waitFor();

    assertThat(record.find()).isEmpty();
  }
}
