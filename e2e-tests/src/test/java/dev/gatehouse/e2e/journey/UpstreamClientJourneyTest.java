package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.Npm;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.suite.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What two revisions require of a client, authorization apart, is done by the client that calls
 * upstreams.
 */
@RequiresNpm
class UpstreamClientJourneyTest {
  private static final int SECONDS = 90;

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
  })
  void aRequiredScenarioPasses(String revision, String scenario) throws Exception {
    Path folder = Path.of("target/conformance/client-" + revision, scenario).toAbsolutePath();
    Files.createDirectories(folder);
    Path log = folder.resolve("log");
    Process suite =
        new ProcessBuilder(
                Npm.node(),
                "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "client",
                "--command",
                command(),
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

    boolean ended = suite.waitFor(SECONDS, TimeUnit.SECONDS);
    suite.destroyForcibly();

    assertThat(ended).as("%s ended within %d s", scenario, SECONDS).isTrue();
    assertThat(suite.exitValue()).as(() -> text(log)).isZero();
  }

  /** In a file of arguments, as the suite splits its command at spaces. */
  private static String command() throws IOException {
    Path arguments = Path.of("target/conformance/client.args").toAbsolutePath();
    Files.writeString(
        arguments,
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \""
            + String.join(
                ":",
                Command.HOME.resolve("mcp/target/classes").toString(),
                Command.HOME.resolve("mcp/target/test-classes").toString(),
                Command.HOME.resolve("launcher/target/lib/*").toString())
            + "\" dev.gatehouse.mcp.fixture.ConformanceClient");
    return Path.of(System.getProperty("java.home"), "bin", "java") + " @" + arguments;
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
