package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.ConformanceProgram;
import dev.gatehouse.e2e.client.Npm;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.suite.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What two revisions require of a client is done by the client that calls upstreams, and by the
 * code that signs in to them.
 */
@Tag("long")
@RequiresNpm
class UpstreamClientJourneyTest {
  private static final int SECONDS = 90;
  private static final List<String> REVISIONS = List.of("2025-11-25", "2026-07-28");

  private static ConformanceProgram calling;
  private static ConformanceProgram signingIn;

  @BeforeAll
  static void aFirstRunOfEachIsRecorded() throws Exception {
    calling =
        ConformanceProgram.of(
            "dev.gatehouse.mcp.fixture.ConformanceClient",
            home("mcp/target/mcp-0.1.0-SNAPSHOT-tests.jar"),
            home("launcher/target/lib/*"));
    signingIn = signingIn();
    Run first = start("2026-07-28", "tools_call", calling.recording());
    Run other = start("2026-07-28", "auth/scope-step-up", signingIn.recording());
    first.expectPass();
    other.expectPass();
  }

  /** A client with the code by which connector-sync-service gets tokens. */
  private static ConformanceProgram signingIn() throws IOException {
    String main = "dev.gatehouse.sync.oauth.ConformanceOAuthClient";
    Path tests = Path.of(home("connector-sync-service/target/test-classes"));
    return ConformanceProgram.of(
        main,
        ConformanceProgram.jar(tests, main).toString(),
        home("connector-sync-service/target/quarkus-app/app/*"),
        home("connector-sync-service/target/quarkus-app/lib/boot/*"),
        home("connector-sync-service/target/quarkus-app/lib/main/*"));
  }

  private static String home(String path) {
    return Command.HOME.resolve(path).toString();
  }

  /** All that the suite asks of a client, by revision. */
  static Stream<Arguments> required() {
    return REVISIONS.stream()
        .flatMap(revision ->
            scenarios(revision).stream().map(scenario -> Arguments.of(revision, scenario)));
  }

  /** The list below {@code client:} of the suite's own file. */
  private static List<String> scenarios(String revision) {
    Path file =
        Npm.folder()
            .resolve("node_modules/@modelcontextprotocol/conformance/requirements")
            .resolve(revision + ".yaml");
    return text(file)
        .lines()
        .dropWhile(line -> !line.equals("client:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  - "))
        .map(line -> line.substring(4).strip())
        .toList();
  }

  @Test
  void allThatIsRequiredIsAsked() {
    assertThat(scenarios("2025-11-25")).hasSize(18).contains("initialize", "auth/basic-cimd");
    assertThat(scenarios("2026-07-28")).hasSize(32).contains("tools_call", "auth/iss-supported");
  }

  // Two at a time, as each has processes and a folder of its own; other journeys wait for them.
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("required")
  void aRequiredScenarioPasses(String revision, String scenario) throws Exception {
    ConformanceProgram program = scenario.startsWith("auth/") ? signingIn : calling;

    start(revision, scenario, program.command()).expectPass();
  }

  private static Run start(String revision, String scenario, String command) throws IOException {
    Path folder = Path.of("target/conformance/client-" + revision, scenario).toAbsolutePath();
    Files.createDirectories(folder);
    Path log = folder.resolve("log");
    Process suite =
        new ProcessBuilder(
                Npm.node(),
                "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "client",
                "--command",
                command,
                "--timeout",
                Integer.toString(SECONDS * 1000),
                "--scenario",
                scenario,
                "--spec-version",
                revision,
                "--output-dir",
                folder.resolve("checks").toString())
            .directory(Npm.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Run(scenario, suite, log);
  }

  private record Run(String scenario, Process suite, Path log) {
    void expectPass() throws InterruptedException {
      boolean ended = suite.waitFor(SECONDS, TimeUnit.SECONDS);
      suite.destroyForcibly();
      assertThat(ended).as("%s ended within %d s", scenario, SECONDS).isTrue();
      assertThat(suite.exitValue()).as(() -> text(log)).isZero();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
