package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.Secret;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Calls that change something go on while one service after the other, and PostgreSQL, is killed at
 * a random moment. What client, upstream and export know is compared as sets. {@code
 * -Daudit.kills=20 -Daudit.calls=10000} is the long form; {@code -Daudit.kills=100} ten times over
 * ({@code audit.seed} 1 to 10) the longest.
 */
@Order(KilledSuite.ORDER)
class WitnessJourneyTest {
  private static final int KILLS = Integer.getInteger("audit.kills", 3);
  private static final int CALLS = Integer.getInteger("audit.calls", 500);
  private static final long SEED = Long.getLong("audit.seed", 7);
  private static final int CALLERS = 4;
  private static final String TOOL = "create_alert";
  private static final String UNIQUE = Long.toHexString(System.nanoTime());
  private static final Secret CANARY = new Secret("c4nary-" + UNIQUE + "-S3cret");

  /** No secret: it must be found where the secret must not. */
  private static final Secret CONTROL = new Secret("open-" + UNIQUE);

  private static final List<String> VICTIMS =
      List.of("gateway", "audit", "postgres", "registry", "auth");
  private static final Duration ARRIVAL = Duration.ofMinutes(3);

  private static Suite suite;
  private static WeatherServer upstream;
  private static Workspace workspace;
  private static Workspace.Gateway gateway;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean goOn = new AtomicBoolean(true);

  @BeforeAll
  static void start(@KilledSuite Suite shared) {
    suite = shared;
    String token = "witness-" + UNIQUE;
    upstream = WeatherServer.start(token);
    workspace = Workspace.first(suite);
    gateway = workspace.gatewayOf(workspace.connect(upstream.url(), token));
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @Test
  void everyAcknowledgedCallIsInTheExportOnceAndNoSecretIsAnywhere()
      throws InterruptedException, IOException {
    List<Thread> callers =
        IntStream.range(0, CALLERS).mapToObj(i -> Thread.ofVirtual().start(this::callOn)).toList();

    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int wanted = acknowledged.size() + 20;
      await().atMost(ARRIVAL).until(() -> acknowledged.size() > wanted);
      Thread.sleep(random.nextInt(500));
      killAndRestart(VICTIMS.get(kill % VICTIMS.size()));
    }
    await().atMost(ARRIVAL.multipliedBy(5)).until(() -> acknowledged.size() >= CALLS);
    goOn.set(false);
    for (Thread caller : callers) {
      caller.join();
    }

    awaitSetsAgree();
    suite.succeed("audit", "verify");
    assertNoSecretAnywhere();
    System.out.printf(
        "%d kills: %d calls sent, %d acknowledged, %d at the upstream, all of these on record%n",
        KILLS, sent.size(), acknowledged.size(), upstream.marks().size());
  }

  private void callOn() {
    while (goOn.get()) {
      String mark = AuditTrail.newTrace();
      sent.add(mark);
      try {
        JsonNode result =
            McpRequest.call(
                    gateway.url(),
                    TOOL,
                    Map.of("mark", mark, "note", CONTROL.text() + " password=" + CANARY.text()))
                .modern()
                .bearer(workspace.apiKey())
                .header("traceparent", AuditTrail.traceParent(mark))
                .result();
        if (result.at("/content/0/text").asText().contains(mark)) {
          acknowledged.add(mark);
        }
      } catch (AssertionError | UncheckedIOException e) {
        pause(); // not acknowledged: it may be on record or not
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void killAndRestart(String victim) {
    long pid =
        victim.equals("postgres")
            ? suite.endpoints().postgres().pid()
            : suite.endpoints().services().get(victim).pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    suite.succeed("restart", victim);
  }

  /** Client ⊆ upstream ⊆ attempts on record; each acknowledged call ended once; nothing else. */
  private void awaitSetsAgree() {
    List<String> arrived = upstream.marks();
    Set<String> seen = new HashSet<>(arrived);
    assertThat(arrived).as("a call is made once").hasSameSizeAs(seen);
    assertThat(seen).as("what the client was told of was done").containsAll(acknowledged);
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreException(IOException.class)
        .untilAsserted(() -> {
          Recorded recorded = Recorded.of(workspace.rest(), TOOL);
          assertThat(recorded.ids()).as("ids of records").doesNotHaveDuplicates();
          assertThat(recorded.attempts()).as("what was done was begun on record").containsAll(seen);
          assertThat(sent)
              .as("nothing is on record that nobody sent")
              .containsAll(recorded.marks());
          assertThat(recorded.successes()).containsAll(acknowledged);
          assertThat(recorded.endedMoreThanOnce()).as("records of one call's end").isEmpty();
        });
  }

  /** In no export, and in no file of database, Kafka, spools and logs. */
  private static void assertNoSecretAnywhere() throws IOException {
    for (String format : List.of("ndjson", "csv", "ocsf", "ecs", "cef")) {
      assertThat(workspace.rest().get("/api/audit/export?format=" + format).expect(200).body())
          .contains(CONTROL.text())
          .doesNotContain(CANARY.text());
    }
    assertThat(CONTROL.filesOf(suite)).as("files that hold what is no secret").isNotEmpty();
    assertThat(CANARY.filesOf(suite)).as("files that hold the secret").isEmpty();
  }
}
