package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.data.ProcessRecord;
import dev.gatehouse.launcher.data.StateFile;
import dev.gatehouse.launcher.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code gatehouse audit verify} makes of a verdict: a sentence, and whether it exits with 0.
 */
class AuditVerifyTest {
  private static final String BROKEN = "{\"intact\":false,\"first\":%s,\"records\":8041}";

  @TempDir private Path temp;
  private final PrintStream realError = System.err;
  private final PrintStream realOut = System.out;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private volatile int status = 200;
  private volatile String answer = "{}";
  private volatile String asked = "";
  private HttpServer audit;

  @BeforeEach
  void aSuiteThatRuns() throws Exception {
    audit = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    audit.createContext(
        "/",
        exchange -> {
          asked =
              exchange.getRequestURI()
                  + " with "
                  + exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    audit.start();
    DataFolder folder = DataFolder.of(temp);
    folder.prepare();
    new StateFile(folder)
        .update(it ->
            it.withProcess(Suite.LAUNCHER, ProcessRecord.of(ProcessHandle.current(), "test")));
    var origin = "http://127.0.0.1:" + audit.getAddress().getPort();
    new Endpoints(
            origin,
            origin,
            origin + "/mcp",
            new Endpoints.Admin("admin", ""),
            "ghk_test",
            null,
            Map.of(),
            new Endpoints.Postgres("127.0.0.1", 1, "postgres", "", 1),
            new Endpoints.Kafka("127.0.0.1:1"),
            new Endpoints.Vault("http://127.0.0.1:1", ""))
        .write(folder);
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(realError);
    System.setOut(realOut);
    audit.stop(0);
  }

  @Test
  void saysWhatWasGoneOverOfATrailThatIsIntact() {
    answer =
        "{\"intact\":true,\"records\":18211,\"chains\":3,\"digests\":41,\"unsigned\":212,\"retired\":2}";

    assertThat(verify("--from", "2026-11-01", "--to", "2026-11-30")).isZero();

    assertThat(text(out))
        .isEqualTo(
            "Intact: 18211 records in 3 chains, 41 signed digests, 212 records not signed yet,"
                + " 2 chains gone at their time.");
    assertThat(asked)
        .isEqualTo("/api/audit/verify?from=2026-11-01&to=2026-11-30 with Bearer ghk_test");
  }

  @Test
  void namesTheFirstRecordThatIsNotAsItWasWritten() {
    answer =
        BROKEN.formatted(
            "{\"kind\":\"ALTERED\",\"day\":\"2026-11-28\",\"retentionClass\":\"standard\",\"seq\":8042,"
                + "\"record\":\"019aa0b2\",\"digest\":null,\"detail\":\"it was changed\"}");

    assertThat(verify()).isOne();

    assertThat(text(error))
        .isEqualTo(
            "The audit trail is not as it was written: ALTERED, 2026-11-28, place 8042,"
                + " record 019aa0b2: it was changed.");
  }

  @Test
  void namesTheDigestThatIsNotAsItWasSigned() {
    answer =
        BROKEN.formatted(
            "{\"kind\":\"DIGEST\",\"day\":null,\"seq\":null,\"digest\":7,\"detail\":\"digest 7 is missing\"}");

    assertThat(verify()).isOne();

    assertThat(text(error))
        .isEqualTo(
            "The audit trail is not as it was written: DIGEST, digest 7: digest 7 is missing.");
  }

  @Test
  void namesWhatBelongsToNoDay() {
    answer =
        BROKEN.formatted(
            "{\"kind\":\"INSERTED\",\"day\":null,\"seq\":null,\"detail\":\"a table was made part of it\"}");

    assertThat(verify()).isOne();

    assertThat(text(error))
        .isEqualTo(
            "The audit trail is not as it was written: INSERTED: a table was made part of it.");
  }

  @Test
  void printsTheWholeVerdictOfABrokenTrailAndFailsAllTheSame() {
    answer =
        BROKEN.formatted("{\"kind\":\"CUT\",\"day\":\"2026-11-28\",\"seq\":3,\"detail\":\"gone\"}");

    assertThat(verify("--json")).isOne();

    assertThat(text(out)).contains("\"intact\" : false", "\"records\" : 8041");
    assertThat(text(error)).endsWith("CUT, 2026-11-28, place 3: gone.");
  }

  @Test
  void saysThatNothingWasVerified() {
    status = 503;
    answer = "{\"detail\":\"Too many trails are verified at the moment; try again.\"}";

    assertThat(verify()).isOne();

    assertThat(text(error)).contains("HTTP 503", "Too many trails");
  }

  private int verify(String... options) {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"audit", "verify", "--data", temp.toString()}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    return Launcher.execute(command);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).strip();
  }
}
