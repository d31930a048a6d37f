package dev.gatehouse.e2e.journey;

import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.GatewayReplica;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Calls go on while the broker is away, for {@code -Daudit.brokerAway=300} seconds: the process is
 * killed that holds Kafka, the vault and the edge. So callers come to a gateway past the edge, and
 * the upstream wants no credential.
 */
@EnabledIfSystemProperty(
    named = "audit.brokerAway",
    matches = "[0-9]+",
    disabledReason = "takes as long as the broker is away")
class BrokerAwayJourneyTest {
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("audit.brokerAway", 0));
  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static Suite suite;
  private static Workspace workspace;
  private static WeatherServer upstream;
  private static GatewayReplica replica;
  private static String url;

  @BeforeAll
  static void start() {
    suite = Suite.start();
    upstream = WeatherServer.startForEverybody();
    workspace = Workspace.first(suite);
    Workspace.Gateway gateway = workspace.gatewayOf(workspace.connect(URI.create(upstream.url())));
    replica = GatewayReplica.start(suite);
    url = replica.at(gateway.url()).toString();
    Awaitility.await()
        .atMost(REACH)
        .untilAsserted(() -> McpRequest.list(url).bearer(workspace.apiKey()).send().expect(200));
  }

  @AfterAll
  static void stop() {
    replica.close();
    upstream.close();
    suite.close();
  }

  @Test
  void everyCallThatWasAcknowledgedMeanwhileIsInTheExportOnce() throws InterruptedException {
    MarkedCalls calls = MarkedCalls.begin(url, workspace, "while nobody takes records", PAUSE);
    calls.awaitMore(20);

    Suite.kill(suite.launcher().pid());
    int before = calls.acknowledged();
    Thread.sleep(AWAY);
    calls.awaitMore(20);
    int meanwhile = calls.acknowledged() - before;
    suite.up();
    calls.awaitMore(20);
    calls.end();

    calls.awaitSetsAgree(upstream);
    suite.succeed("audit", "verify");
    System.out.printf(
        "Kafka away for %d s: %d calls sent, %d acknowledged, %d of them meanwhile, all on record%n",
        AWAY.toSeconds(), calls.sent(), calls.acknowledged(), meanwhile);
  }
}
