package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.DataLock;
import dev.gatehouse.launcher.suite.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets who asks for something that cannot be done: one sentence and an exit code. */
class LauncherTest {

  @TempDir private Path temp;
  private final PrintStream realError = System.err;
  private final PrintStream realOut = System.out;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private String data;

  @BeforeEach
  void listen() throws Exception {
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    data = temp.resolve("data").toString();
    System.setProperty("gatehouse.home", temp.toString());
    for (Service service : Service.values()) {
      var folder = temp.resolve(service.module()).resolve("target/quarkus-app");
      Files.createDirectories(folder);
      Files.createFile(folder.resolve("quarkus-run.jar"));
    }
  }

  @AfterEach
  void restore() {
    System.setErr(realError);
    System.setOut(realOut);
    System.clearProperty("gatehouse.home");
  }

  @Test
  void unknownCommand() {
    assertThat(Launcher.execute("fly")).isEqualTo(2);
    assertSentence("Unmatched argument at index 0: 'fly'; see ./gatehouse help.");
  }

  @Test
  void noCommand() {
    assertThat(Launcher.execute()).isEqualTo(2);
    assertSentence(
        "Which command? One of: up, down, status, logs, key, audit, restart, doctor, help.");
  }

  @Test
  void unknownOption() {
    assertThat(Launcher.execute("up", "--fast")).isEqualTo(2);
    assertSentence("Unknown option: '--fast'; see ./gatehouse help.");
  }

  @Test
  void unknownServiceToRestart() {
    assertThat(Launcher.execute("restart", "billing", "--data", data)).isEqualTo(2);
    assertSentence(
        "There is no service 'billing'; the services are auth, gateway, registry,"
            + " connector-sync, audit.");
  }

  @Test
  void unknownServiceToLog() {
    assertThat(Launcher.execute("logs", "billing", "--data", data)).isEqualTo(2);
    assertSentence(
        "There is no log of 'billing'; there are auth, gateway, registry, connector-sync, audit,"
            + " launcher, postgres.");
  }

  @Test
  void portThatIsNoPort() {
    assertThat(Launcher.execute("up", "--port", "70000", "--data", data)).isEqualTo(2);
    assertSentence("--port takes a number from 0 to 65535, not 70000.");
  }

  @Test
  void portInUse() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var port = Integer.toString(other.getLocalPort());

      assertThat(Launcher.execute("up", "--port", port, "--data", data)).isEqualTo(1);

      assertSentence(
          "Port %s is in use: stop what uses it, or choose another with --port.".formatted(port));
    }
  }

  @Test
  void dataOfANewerVersion() throws Exception {
    Files.createDirectories(Path.of(data));
    Files.writeString(Path.of(data, "version"), "99\n");

    assertThat(Launcher.execute("up", "--data", data)).isEqualTo(1);

    assertSentence(
        data
            + " was written by a newer Gatehouse (data version 99, this one knows 1): use that"
            + " version, or another folder with --data.");
  }

  @Test
  void secondStartOnTheSameData() {
    DataFolder.of(Path.of(data)).prepare();
    try (var first = DataLock.take(DataFolder.of(Path.of(data))).orElseThrow()) {

      assertThat(Launcher.execute("up", "--data", data)).isEqualTo(1);

      assertSentence(
          "Gatehouse runs on %s already; stop it with ./gatehouse down, or choose another --data."
              .formatted(data));
    }
  }

  @Test
  void dataFolderThatIsAFile() throws Exception {
    Files.createFile(Path.of(data));

    assertThat(Launcher.execute("up", "--data", data)).isEqualTo(1);

    assertSentence(data + " is a file, and a folder is needed there.");
  }

  @Test
  void serviceThatIsNotBuilt() throws Exception {
    Files.delete(temp.resolve("gateway-service/target/quarkus-app/quarkus-run.jar"));

    assertThat(Launcher.execute("up", "--data", data)).isEqualTo(1);

    assertThat(error.toString(StandardCharsets.UTF_8)).startsWith("gateway-service is not built:");
  }

  @Test
  void restartOfWhatDoesNotRun() {
    assertThat(Launcher.execute("restart", "auth", "--data", data)).isEqualTo(1);
    assertSentence("Gatehouse does not run on " + data + "; start it with ./gatehouse up.");
  }

  @Test
  void keysOfWhatDoesNotRun() {
    assertThat(Launcher.execute("key", "list", "--data", data)).isEqualTo(1);
    assertSentence("Gatehouse does not run on " + data + "; start it with ./gatehouse up.");
  }

  @Test
  void statusOfWhatWasNeverStarted() {
    assertThat(Launcher.execute("status", "--data", data)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("Nothing was started on " + data + " yet.");
  }

  @Test
  void downOfWhatDoesNotRun() {
    assertThat(Launcher.execute("down", "--data", data)).isEqualTo(0);
    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("Gatehouse was not running on " + data + ".");
    assertThat(Path.of(data)).doesNotExist();
  }

  private void assertSentence(String sentence) {
    assertThat(error.toString(StandardCharsets.UTF_8).strip()).isEqualTo(sentence);
  }
}
