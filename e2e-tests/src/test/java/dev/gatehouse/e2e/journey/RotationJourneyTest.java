package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.GatewayReplica;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.RotatingUpstream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * An upstream whose authorization server rotates refresh tokens and ends a grant of which one comes
 * twice: its account is renewed every few seconds, by one process after another. {@code
 * -Dgatehouse.sync.kills=20} kills as often.
 */
@Tag("long")
@RequiresNpm
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(KilledSuite.ORDER)
class RotationJourneyTest {
  private static final int KILLS = Integer.getInteger("gatehouse.sync.kills", 1);

  /** Beside the suite's own. */
  private static final int REPLICAS = 2;

  private static final int CALLS = 100;
  private static final String CALLED = "called";
  private static final int RENEWALS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static Suite suite;
  private static RotatingUpstream upstream;
  private static Workspace workspace;
  private static String connector;

  @BeforeAll
  static void start(@KilledSuite Suite shared) {
    suite = shared;
    upstream = RotatingUpstream.start(8);
    workspace = Workspace.first(suite);
    connector = connect("Rotating", upstream);
    signIn(connector);
  }

  private static String connect(String name, RotatingUpstream to) {
    return workspace
        .rest()
        .create(
            "/api/mcps",
            Map.of(
                "name",
                name,
                "transport",
                "streamable_http",
                "url",
                to.url().toString(),
                "oauth",
                Map.of("grant", "authorization_code")))
        .path("id")
        .textValue();
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @Test
  @Order(1)
  void anAccountIsRenewedAgainAndAgainAndNoTokenIsUsedTwice() {
    long before = upstream.refreshed();

    await().atMost(PATIENCE).until(() -> upstream.refreshed() >= before + RENEWALS);

    awaitSynced();
    assertThat(upstream.refused()).isZero();
    assertThat(upstream.revoked()).isZero();
  }

  /** The second count holds for the first time too: refusals are taken in order. */
  @Test
  @Order(2)
  void aHundredCallsAtTheMomentOfExpiryBringOneRenewalAbout() {
    List<GatewayReplica> replicas = replicas();
    try (RotatingUpstream seldom = RotatingUpstream.start(3_600)) {
      String guarded = connect("Seldom", seldom);
      signIn(guarded);
      String shown = workspace.gatewayOf(new Workspace.Connector(guarded, "Seldom")).url();
      List<String> gateways =
          Stream.concat(
                  Stream.of(shown), replicas.stream().map(replica -> replica.at(shown).toString()))
              .toList();
      awaitCalled(gateways);
      seldom.expireTokens();
      callAtOnce(gateways); // of which some may come when it is renewed already
      awaitCalled(gateways);
      assertThat(seldom.refreshed()).isEqualTo(1);

      seldom.expireTokens();
      seldom.pauseTokens();
      Map<String, List<String>> answers = callAtOnce(gateways);
      seldom.resumeTokens();

      awaitCalled(gateways);
      assertThat(answers.values())
          .hasSize(1 + REPLICAS)
          .allSatisfy(texts ->
              assertThat(texts)
                  .doesNotContain(CALLED)
                  .anyMatch(text -> text.contains("refused the connector's credential")));
      assertThat(seldom.refreshed()).isEqualTo(2);
      assertThat(seldom.refused()).isZero();
    } finally {
      replicas.forEach(GatewayReplica::close);
    }
  }

  /** The server has used up the refresh token by then, and what it gave for it is lost. */
  @Test
  @Order(3)
  void aProcessThatIsKilledInARenewalLosesNoAccountInSilence() {
    for (int kill = 0; kill < KILLS; kill++) {
      long held = upstream.held();
      upstream.holdTokens();
      await().atMost(PATIENCE).until(() -> upstream.held() > held);

      suite.kill("connector-sync");
      suite.succeed("restart", "connector-sync");

      await().atMost(PATIENCE).ignoreExceptions().until(RotationJourneyTest::needsSignIn);
      assertThat(account().path("reason").textValue()).contains("cut short");
      signIn(connector);
      assertHasAllTools();
    }
  }

  @Test
  @Order(4)
  void aProcessThatIsKilledLosesNoToolAndNoAccountInSilence() throws Exception {
    long refused = upstream.refused();
    long revoked = upstream.revoked();
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(4_000));

      suite.kill("connector-sync");
      SyncLease.end(suite, connector);
      suite.succeed("restart", "connector-sync");
      long refreshed = upstream.refreshed();

      // A sync is soon complete with the old access token: only a renewal shows which token comes.
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> upstream.refreshed() > refreshed || needsSignIn());
      if (needsSignIn()) { // killed between the server's answer and our commit
        assertThat(account().path("reason").textValue()).contains("cut short");
        cut++;
        signIn(connector);
      }
      awaitSynced();
      assertHasAllTools();
    }
    // A token that comes twice is refused and ends its grant; only what was cut short may do that.
    assertThat(upstream.refused()).isLessThanOrEqualTo(refused + cut);
    assertThat(upstream.revoked()).isLessThanOrEqualTo(revoked + cut);
    new AuditTrail(workspace.rest()).awaitRuns(connector);
  }

  private static List<GatewayReplica> replicas() {
    return IntStream.range(0, REPLICAS)
        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> GatewayReplica.start(suite)))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private static void signIn(String connector) {
    String link =
        workspace
            .rest()
            .post("/api/mcps/" + connector + "/oauth/start", Map.of())
            .expect(200)
            .json()
            .path("url")
            .textValue();
    assertThat(workspace.administrator().go(URI.create(link)).body()).contains("is connected");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(workspace.tools(connector)).hasSize(3));
  }

  /** By gateway what each call was answered. */
  private static Map<String, List<String>> callAtOnce(List<String> gateways) {
    Map<String, List<String>> answers = new ConcurrentHashMap<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int call = 0; call < CALLS; call++) {
        String gateway = gateways.get(call % gateways.size());
        callers.submit(() ->
            answers.computeIfAbsent(gateway, _ -> new CopyOnWriteArrayList<>()).add(call(gateway)));
      }
    }
    assertThat(answers.values().stream().mapToInt(List::size).sum()).isEqualTo(CALLS);
    return answers;
  }

  private static void awaitCalled(List<String> gateways) {
    gateways.forEach(gateway ->
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(call(gateway)).isEqualTo(CALLED)));
  }

  private static String call(String gateway) {
    return McpRequest.call(gateway, "first", Map.of())
        .modern()
        .bearer(workspace.apiKey())
        .result()
        .at("/content/0/text")
        .asText();
  }

  private static JsonNode account() {
    return workspace.rest().read("/api/mcps/" + connector + "/oauth/account");
  }

  private static boolean needsSignIn() {
    return account().path("state").textValue().equals("needs_sign_in");
  }

  private static void awaitSynced() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> workspace.sync(connector).path("outcome").textValue().equals("complete"));
  }

  private static void assertHasAllTools() {
    assertThat(workspace.tools(connector)).containsExactlyInAnyOrder("first", "second", "third");
  }
}
