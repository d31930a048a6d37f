package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.Folders;
import dev.gatehouse.e2e.suite.RunningProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What stands in the way of {@code gatehouse up} is said in one sentence, and nothing stays behind.
 */
class BadInputJourneyTest {
  private Path data;

  @BeforeEach
  void makeFolder() {
    data = Folders.temporary("bad-input");
  }

  @AfterEach
  void nothingIsLeftRunning() {
    List<RunningProcesses.Running> left = RunningProcesses.of(data).all();
    left.forEach(RunningProcesses.Running::kill);
    Folders.delete(data);
    assertThat(left).isEmpty();
  }

  @Test
  void portInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Command.Result result = up("--port", port);

      Refusal.of(result, port);
    }
  }

  @Test
  void portThatIsNone() {
    Refusal.of(up("--port", "80800"), "80800");
    Refusal.of(up("--port", "http"), "http");
  }

  @Test
  void dataOfANewerVersion() throws IOException {
    Files.writeString(data.resolve("version"), "999\n");

    Command.Result result = up();

    Refusal.of(result, "newer");
    assertThat(Folders.filesIn(data)).hasSize(1);
  }

  @Test
  void dataFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(data.resolve("file"));

    Refusal.of(Command.gatehouse("up", "--detach", "--data", file.toString()), file.toString());
  }

  @Test
  void folderThatCannotBeWritten() {
    Refusal.of(inNamespace("mount -t tmpfs -o ro none \"$1\""), data.toString());
  }

  @Test
  void diskFull() {
    Refusal.of(inNamespace("mount -t tmpfs -o size=24m none \"$1\""), "full");
  }

  @Test
  void noJdk() {
    Refusal.of(
        inNamespace(
            "mount -t tmpfs none /usr/lib/jvm; unset JAVA_HOME; PATH=/usr/bin:/bin HOME=/nonexistent"),
        "JDK 25");
  }

  private Command.Result up(String... options) {
    List<String> arguments = new ArrayList<>(List.of("up", "--detach", "--data", data.toString()));
    arguments.addAll(List.of(options));
    return Command.gatehouse(arguments.toArray(String[]::new));
  }

  /** Runs {@code up} where this shell fragment has changed the machine, for that command alone. */
  private Command.Result inNamespace(String change) {
    Command.Result possible = Command.run(List.of("unshare", "--mount", "true"));
    if (possible.exitCode() != 0) {
      System.out.printf("%n!!! SKIPPED: needs mount namespaces: %s%n%n", change);
    }
    assumeTrue(possible.exitCode() == 0, "mount namespaces");
    String script = "set -e; " + change + "; exec \"$0\" up --detach --data \"$1\"";
    return Command.run(
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            script,
            Command.HOME.resolve("gatehouse").toString(),
            data.toString()));
  }
}
