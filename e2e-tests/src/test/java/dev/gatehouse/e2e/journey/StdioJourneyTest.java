package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.NodeClient.Call;
import dev.gatehouse.e2e.client.Npm;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.Folders;
import dev.gatehouse.e2e.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference servers as programs that the stdio-runner starts. */
@Tag("long")
@RequiresNpm
class StdioJourneyTest {
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final String CANARY = "canary-of-a-variable";

  private static Path folder;
  private static Suite suite;
  private static Workspace workspace;
  private static Gateway files;
  private static Gateway everything;

  @BeforeAll
  static void connectBoth() throws IOException {
    folder = Folders.temporary("stdio");
    Files.writeString(folder.resolve("greeting.txt"), "Grüße, 世界\n");
    Path list = folder.resolve("stdio.json");
    new ObjectMapper()
        .writeValue(
            list.toFile(),
            Map.of(
                "commands",
                List.of(
                    Map.of("command", node(), "args", filesystem()),
                    Map.of("command", node(), "args", everything(), "settable", List.of("CANARY"))),
                "variables",
                Map.of("FILES", folder.toString())));
    suite = Suite.startWith(list, "stdio.json");
    workspace = Workspace.first(suite);
    files = workspace.gatewayOf(workspace.connectProgram(node(), filesystem(), Map.of()));
    everything =
        workspace.gatewayOf(
            workspace.connectProgram(node(), everything(), Map.of("CANARY", CANARY)));
  }

  @AfterAll
  static void stop() {
    suite.close();
    assertThat(programs()).as("programs that are left").isEmpty();
    Folders.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientsOfBothErasWorkOnFiles(boolean modern) throws IOException {
    Path written = folder.resolve(UUID.randomUUID() + ".txt");

    JsonNode seen =
        client(modern, files)
            .listAndCall(
                new Call("read_text_file", path(folder.resolve("greeting.txt"))),
                new Call("write_file", Map.of("path", written.toString(), "content", "новое\n")),
                new Call("read_text_file", path(Path.of("/etc/hostname"))));

    assertThat(seen.at("/results/0/structuredContent/content").textValue())
        .isEqualTo("Grüße, 世界\n");
    assertThat(Files.readString(written)).isEqualTo("новое\n");
    assertThat(seen.at("/results/2/content/0/text").textValue()).startsWith("Access denied");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientsOfBothErasFollowALongOperation(boolean modern) {
    int steps = 4;

    JsonNode seen =
        client(modern, everything)
            .listAndCall(
                new Call(
                    "trigger-long-running-operation", Map.of("duration", 0.2, "steps", steps)));

    assertThat(seen.at("/results/0/content/0/text").textValue())
        .isEqualTo("Long running operation completed. Duration: 0.2 seconds, Steps: 4.");
    assertThat(seen.path("progress"))
        .extracting(update -> update.path("progress").intValue())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, steps).boxed().toList());
  }

  @Test
  void aProgramHasItsVariablesAndNoneOfGatehouse() {
    JsonNode seen = client(false, everything).listAndCall(new Call("get-env", Map.of()));

    assertThat(seen.at("/results/0/content/0/text").textValue())
        .contains(CANARY)
        .doesNotContain("GATEHOUSE", "JAVA_HOME");
  }

  @Test
  void aKilledRunnerLeavesNoProgramAndComesBack() {
    client(false, everything).listAndCall(new Call("echo", Map.of("message", "a")));
    assertThat(programs()).isNotEmpty();

    suite.processes().withCommand("gatehouse.service=stdio-runner").getFirst().kill();

    await().atMost(RECOVERY).until(() -> programs().isEmpty());
    await().atMost(RECOVERY).untilAsserted(StdioJourneyTest::assertEchoes);
  }

  @Test
  void aKilledLauncherLeavesNoProgram() {
    assertEchoes();
    assertThat(programs()).isNotEmpty();

    suite.processes().withCommand("Launcher up").forEach(launcher -> launcher.kill());

    await().atMost(RECOVERY).until(() -> programs().isEmpty());
    suite.up();
    await().atMost(RECOVERY).untilAsserted(StdioJourneyTest::assertEchoes);
  }

  @Test
  void aCommandLineThatTheOperatorHasNotAllowedIsNotRun() {
    JsonNode connector =
        workspace
            .rest()
            .create(
                "/api/mcps",
                Map.of(
                    "name",
                    "evil " + UUID.randomUUID(),
                    "transport",
                    "stdio",
                    "command",
                    node(),
                    "args",
                    List.of("--eval", "process.exit(0)")));

    String sync = "/api/sync/" + connector.path("id").textValue();
    await() // until connector-sync-service has heard of it
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          JsonNode run = workspace.rest().post(sync, Map.of()).expect(200).json();
          assertThat(run.path("outcome").textValue()).isEqualTo("failed");
          assertThat(run.path("reason").textValue()).contains("has not allowed this command line");
        });
  }

  @Test
  void thePageAboutItDoesWhatItSays() throws Exception {
    new Guide(Command.HOME.resolve("docs/stdio.md"))
        .expectDone(
            Map.of(
                "ORIGIN",
                suite.endpoints().origin(),
                "KEY",
                workspace.apiKey(),
                "NODE",
                node(),
                "SCRIPT",
                script("server-filesystem")));
  }

  private static void assertEchoes() {
    JsonNode seen =
        client(false, everything).listAndCall(new Call("echo", Map.of("message", "hello")));
    assertThat(seen.at("/results/0/content/0/text").textValue()).contains("hello");
  }

  private static NodeClient client(boolean modern, Gateway gateway) {
    return (modern ? NodeClient.modern(gateway.url()) : NodeClient.sdk(gateway.url()))
        .bearer(workspace.apiKey());
  }

  /** Whatever runs of the servers, seen in the system's list of processes. */
  private static List<Long> programs() {
    String packages = Npm.folder().resolve("node_modules/@modelcontextprotocol").toString();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).contains(packages + "/server-"))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static String node() {
    String node = Npm.node();
    return node.startsWith("/") ? node : Command.run(List.of("which", node)).out().strip();
  }

  private static List<String> filesystem() {
    return List.of(script("server-filesystem"), "{{env.FILES}}");
  }

  private static List<String> everything() {
    return List.of(script("server-everything"), "stdio");
  }

  private static String script(String server) {
    return Npm.folder()
        .resolve("node_modules/@modelcontextprotocol/" + server + "/dist/index.js")
        .toString();
  }

  private static Map<String, String> path(Path file) {
    return Map.of("path", file.toString());
  }
}
