package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * An upstream whose authorization server rotates refresh tokens and ends a grant of which one comes
 * twice: its account is renewed every few seconds, by one process after another. {@code
 * -Dgatehouse.rotation.kills=20} kills as often.
 */
@RequiresNpm
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(KilledSuite.ORDER)
class RotationJourneyTest {
  private static final int KILLS = Integer.getInteger("gatehouse.rotation.kills", 2);
  private static final int RENEWALS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static Suite suite;
  private static NodeServer upstream;
  private static Workspace workspace;
  private static String connector;

  @BeforeAll
  static void start(@KilledSuite Suite shared) {
    suite = shared;
    upstream = NodeServer.rotatingUpstream();
    workspace = Workspace.first(suite);
    connector =
        workspace
            .rest()
            .create(
                "/api/mcps",
                Map.of(
                    "name",
                    "Rotating",
                    "transport",
                    "streamable_http",
                    "url",
                    upstream.url().toString(),
                    "oauth",
                    Map.of("grant", "authorization_code")))
            .path("id")
            .textValue();
    signIn();
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @Test
  @Order(1)
  void anAccountIsRenewedAgainAndAgainAndNoTokenIsUsedTwice() {
    long before = told("refreshed");

    await().atMost(PATIENCE).until(() -> told("refreshed") >= before + RENEWALS);

    assertThat(sync().path("outcome").textValue()).isEqualTo("complete");
    assertThat(told("refused")).isZero();
    assertThat(told("revoked")).isZero();
  }

  @Test
  @Order(2)
  void aProcessThatIsKilledLosesNoToolAndNoAccountInSilence() throws Exception {
    long refused = told("refused");
    long revoked = told("revoked");
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(4_000));
      Thread run = Thread.ofVirtual().start(() -> rest().post("/api/sync/" + connector, Map.of()));

      kill(suite.endpoints().services().get("connector-sync").pid());
      run.join();
      suite.succeed("restart", "connector-sync");
      long refreshed = told("refreshed");

      // A sync is soon complete with the old access token: only a renewal shows which token comes.
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> told("refreshed") > refreshed || needsSignIn());
      if (needsSignIn()) { // killed between the server's answer and our commit
        assertThat(account().path("reason").textValue()).contains("cut short");
        cut++;
        signIn();
      }
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> sync().path("outcome").textValue().equals("complete"));
      assertThat(tools()).containsExactlyInAnyOrder("first", "second", "third");
    }
    // A token that comes twice is refused and ends its grant; only what was cut short may do that.
    assertThat(told("refused")).isLessThanOrEqualTo(refused + cut);
    assertThat(told("revoked")).isLessThanOrEqualTo(revoked + cut);
    assertEachRunIsThereOnce();
  }

  private static void assertEachRunIsThereOnce() {
    List<String> runs =
        StreamSupport.stream(rest().read("/api/sync/" + connector + "/runs").spliterator(), false)
            .map(run -> run.path("runId").textValue())
            .toList();
    assertThat(runs).doesNotHaveDuplicates();
    assertThat(rest().read("/api/sync/" + connector + "/runs"))
        .noneMatch(run -> run.path("removed").intValue() > 0);
  }

  private static void signIn() {
    String link =
        rest()
            .post("/api/mcps/" + connector + "/oauth/start", Map.of())
            .expect(200)
            .json()
            .path("url")
            .textValue();
    assertThat(workspace.administrator().go(URI.create(link)).body()).contains("is connected");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(tools()).hasSize(3));
  }

  private static Rest rest() {
    return workspace.rest();
  }

  private static JsonNode sync() {
    return rest().post("/api/sync/" + connector, Map.of()).expect(200).json();
  }

  private static JsonNode account() {
    return rest().read("/api/mcps/" + connector + "/oauth/account");
  }

  private static boolean needsSignIn() {
    return account().path("state").textValue().equals("needs_sign_in");
  }

  private static List<String> tools() {
    return StreamSupport.stream(
            rest().read("/api/mcps/" + connector + "/tools").spliterator(), false)
        .map(tool -> tool.path("name").textValue())
        .toList();
  }

  private static long told(String what) {
    return new Rest(upstream.url("").toString(), "").read("/told").path(what).longValue();
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
