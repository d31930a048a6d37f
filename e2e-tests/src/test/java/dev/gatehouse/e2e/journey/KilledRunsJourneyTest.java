package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.HeldOutbox;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.RotatingUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Runs of a process that is killed with {@code kill -9} at a point of them that is held. {@code
 * -Dgatehouse.sync.kills=20} kills as often.
 */
@RequiresNpm
@Order(KilledSuite.ORDER)
class KilledRunsJourneyTest {
  private static final int KILLS = Integer.getInteger("gatehouse.sync.kills", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static Suite suite;
  private static RotatingUpstream upstream;
  private static Workspace workspace;
  private static String connector;

  @BeforeAll
  static void connect(@KilledSuite Suite shared) {
    suite = shared;
    upstream = RotatingUpstream.start(3_600);
    workspace = Workspace.first(suite);
    connector = workspace.connect(upstream.open()).id();
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  /** Between two pages of the tools: it is as if the run had not been. */
  @Test
  void aProcessThatIsKilledInTheMiddleOfARunTakesNoTool() throws Exception {
    List<String> tools = workspace.tools(connector);
    for (int kill = 0; kill < KILLS; kill++) {
      JsonNode before = latestRun();
      long held = upstream.heldPages();
      upstream.holdPage();
      Thread run =
          Thread.ofVirtual().start(() -> workspace.rest().post("/api/sync/" + connector, Map.of()));
      await().atMost(PATIENCE).until(() -> upstream.heldPages() > held);

      suite.kill("connector-sync");
      run.join();
      suite.succeed("restart", "connector-sync");

      assertThat(latestRun()).isEqualTo(before);
      assertThat(workspace.tools(connector)).containsExactlyInAnyOrderElementsOf(tools);
      SyncLease.end(suite, connector);
      JsonNode again = workspace.sync(connector);
      assertThat(again.path("outcome").textValue()).isEqualTo("complete");
      assertThat(again.path("unchanged").intValue()).isEqualTo(tools.size());
      assertThat(again.path("removed").intValue()).isZero();
    }
    new AuditTrail(workspace.rest()).awaitRuns(connector);
  }

  @Test
  void aProcessThatIsKilledBetweenPublishAndCommitTellsNothingTwice() throws Exception {
    int known = workspace.tools(connector).size();
    for (int kill = 1; kill <= KILLS; kill++) {
      String tool = "told-" + kill;
      upstream.offer(tool);
      try (HeldOutbox outbox = HeldOutbox.hold(suite, "connector_sync")) {
        assertThat(workspace.sync(connector).path("added").intValue()).isEqualTo(1);
        outbox.publishWithoutCommit();
        await().atMost(PATIENCE).until(() -> workspace.tools(connector).contains(tool));

        suite.kill("connector-sync");
        assertThat(outbox.waiting()).as("comes a second time").isPositive();
      }
      suite.succeed("restart", "connector-sync");

      assertThat(workspace.sync(connector).path("unchanged").intValue()).isEqualTo(known + kill);
      assertThat(workspace.tools(connector))
          .hasSize(known + kill)
          .doesNotHaveDuplicates()
          .contains(tool);
    }
    new AuditTrail(workspace.rest()).awaitRuns(connector);
  }

  private static JsonNode latestRun() {
    return workspace.rest().read("/api/sync/" + connector + "/runs").path(0);
  }
}
