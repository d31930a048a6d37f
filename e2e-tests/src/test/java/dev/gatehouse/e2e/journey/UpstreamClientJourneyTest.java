package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.ConformanceProgram;
import dev.gatehouse.e2e.client.Npm;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.suite.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What two revisions require of a client is done by the client that calls upstreams, and by the
 * code that signs in to them.
 */
@RequiresNpm
class UpstreamClientJourneyTest {
  private static final int SECONDS = 90;

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

  // Two at a time, as each has processes and a folder of its own; other journeys wait for them.
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @CsvSource({
    "2025-11-25, initialize",
    "2025-11-25, tools_call",
    "2025-11-25, sse-retry",
    "2025-11-25, elicitation-sep1034-client-defaults",
    "2026-07-28, tools_call",
    "2026-07-28, request-metadata",
    "2026-07-28, sep-2322-client-request-state",
    "2026-07-28, http-standard-headers",
    "2026-07-28, http-custom-headers",
    "2026-07-28, http-invalid-tool-headers",
    "2026-07-28, json-schema-ref-no-deref",
    "2025-11-25, auth/metadata-default",
    "2025-11-25, auth/metadata-var1",
    "2025-11-25, auth/metadata-var2",
    "2025-11-25, auth/metadata-var3",
    "2025-11-25, auth/basic-cimd",
    "2025-11-25, auth/scope-from-www-authenticate",
    "2025-11-25, auth/scope-from-scopes-supported",
    "2025-11-25, auth/scope-omitted-when-undefined",
    "2025-11-25, auth/scope-step-up",
    "2025-11-25, auth/scope-retry-limit",
    "2025-11-25, auth/token-endpoint-auth-basic",
    "2025-11-25, auth/token-endpoint-auth-post",
    "2025-11-25, auth/token-endpoint-auth-none",
    "2025-11-25, auth/pre-registration",
    "2026-07-28, auth/metadata-default",
    "2026-07-28, auth/metadata-var1",
    "2026-07-28, auth/metadata-var2",
    "2026-07-28, auth/metadata-var3",
    "2026-07-28, auth/basic-cimd",
    "2026-07-28, auth/scope-from-www-authenticate",
    "2026-07-28, auth/scope-from-scopes-supported",
    "2026-07-28, auth/scope-omitted-when-undefined",
    "2026-07-28, auth/scope-step-up",
    "2026-07-28, auth/scope-retry-limit",
    "2026-07-28, auth/token-endpoint-auth-basic",
    "2026-07-28, auth/token-endpoint-auth-post",
    "2026-07-28, auth/token-endpoint-auth-none",
    "2026-07-28, auth/pre-registration",
    "2026-07-28, auth/resource-mismatch",
    "2026-07-28, auth/offline-access-scope",
    "2026-07-28, auth/offline-access-not-supported",
    "2026-07-28, auth/authorization-server-migration",
    "2026-07-28, auth/iss-supported",
    "2026-07-28, auth/iss-not-advertised",
    "2026-07-28, auth/iss-supported-missing",
    "2026-07-28, auth/iss-wrong-issuer",
    "2026-07-28, auth/iss-unexpected",
    "2026-07-28, auth/iss-normalized",
    "2026-07-28, auth/metadata-issuer-mismatch",
  })
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
