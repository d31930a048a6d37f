package dev.gatehouse.e2e.journey;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.Secret;
import dev.gatehouse.e2e.suite.Secret.Place;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Calls that change something go on while one service after the other, and PostgreSQL, is killed at
 * a random moment. What client, upstream and export know is compared as sets. {@code
 * -Daudit.kills=20 -Daudit.calls=10000} is the long form; {@code -Daudit.kills=100
 * -Daudit.pause=100} ten times over ({@code audit.seed} 1 to 10) the longest.
 */
@Order(KilledSuite.ORDER)
class WitnessJourneyTest {
  private static final int KILLS = Integer.getInteger("audit.kills", 3);
  private static final int CALLS = Integer.getInteger("audit.calls", 500);

  /**
   * Of each caller between two calls, in milliseconds: services start sooner beside fewer calls.
   */
  private static final Duration PAUSE = Duration.ofMillis(Long.getLong("audit.pause", 0));

  private static final long SEED = Long.getLong("audit.seed", 7);

  /** Letters only: a word with digits in it may look like a token, and is redacted then. */
  private static final String UNIQUE =
      new Random().ints(12, 'a', 'z' + 1).mapToObj(Character::toString).collect(joining());

  private static final Secret CANARY = new Secret("c4nary-" + UNIQUE + "-S3cret");

  /** No secret: it must be found where the secret must not. */
  private static final Secret CONTROL = new Secret("open-" + UNIQUE);

  /** By every service at its start. */
  private static final String LOGGED = "started in";

  private static final List<String> VICTIMS =
      List.of("gateway", "audit", "postgres", "registry", "auth");

  private static Suite suite;
  private static WeatherServer upstream;
  private static Workspace workspace;
  private static Workspace.Gateway gateway;

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
    MarkedCalls calls =
        MarkedCalls.begin(
            gateway.url(), workspace, CONTROL.text() + " password=" + CANARY.text(), PAUSE);

    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      calls.awaitMore(20);
      Thread.sleep(random.nextInt(500));
      killAndRestart(VICTIMS.get(kill % VICTIMS.size()));
    }
    await().atMost(MarkedCalls.ARRIVAL.multipliedBy(5)).until(() -> calls.acknowledged() >= CALLS);
    calls.end();

    calls.awaitSetsAgree(upstream);
    suite.succeed("audit", "verify");
    System.out.printf("%d kills: %s; all of these on record%n", KILLS, calls);
    new CanaryCalls(gateway.url(), workspace, upstream, CONTROL, CANARY).make();
    assertNoSecretAnywhere();
  }

  private static void killAndRestart(String victim) {
    long pid =
        victim.equals("postgres")
            ? suite.endpoints().postgres().pid()
            : suite.endpoints().services().get(victim).pid();
    Suite.kill(pid);
    suite.succeed("restart", victim);
  }

  /**
   * In no export, and in no file of database, Kafka, spools and logs. Each of them is shown to be
   * searched for itself: by what is no secret where the bodies of calls are in the clear, by what
   * is around bodies in spools, which seal them, and by what every service logs.
   */
  private static void assertNoSecretAnywhere() throws IOException {
    for (String format : List.of("ndjson", "csv", "ocsf", "ecs", "cef")) {
      assertExported(format);
    }
    assertThat(CONTROL.filesOf(suite, Place.POSTGRES)).as("files of PostgreSQL").isNotEmpty();
    assertThat(CONTROL.filesOf(suite, Place.KAFKA)).as("files of Kafka").isNotEmpty();
    assertThat(new Secret(gateway.id()).filesOf(suite, Place.SPOOL)).as("spools").isNotEmpty();
    assertThat(CONTROL.filesOf(suite, Place.SPOOL)).as("spools with open bodies").isEmpty();
    assertThat(new Secret(LOGGED).filesOf(suite, Place.LOGS))
        .as("logs")
        .hasSizeGreaterThanOrEqualTo(suite.endpoints().services().size());
    assertThat(CANARY.filesOf(suite)).as("files that hold the secret").isEmpty();
  }

  private static void assertExported(String format) {
    try (Stream<String> lines = workspace.rest().lines("/api/audit/export?format=" + format)) {
      assertThat(lines.filter(WitnessJourneyTest::isOpen).count()).as(format).isPositive();
    }
  }

  private static boolean isOpen(String line) {
    assertThat(line).doesNotContain(CANARY.text());
    return line.contains(CONTROL.text());
  }
}
