package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that break the rules of the protocol are left out alone, and it is said why. */
@SyncTest
class RefusedToolsTest {
  private static final String MARKED =
      """
      {"name": "%s", "inputSchema": {"type": "object", "properties":
        {"a": {"type": "%s", "x-mcp-header": "%s"}}}}
      """;

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anUpstream() {
    connectors = new Connectors();
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.MODERN);
  }

  @AfterEach
  void close() {
    upstream.close();
    connectors.close();
  }

  @Test
  void marksForHeadersThatBreakTheRulesAreNamedAsTheReason() {
    upstream.tools(
        9,
        List.of(
            Samples.tool("plain", ""),
            MARKED.formatted("well-marked", "string", "Region"),
            MARKED.formatted("no-token", "string", "not a token"),
            MARKED.formatted("an-object", "object", "Region")));
    String connector = connectors.add(upstream.uri().toString());

    connectors
        .request()
        .post("/api/sync/" + connector)
        .then()
        .body("outcome", equalTo("complete"))
        .body("tools", equalTo(2));

    assertThat(refused())
        .extracting(RefusedTool::name, RefusedTool::reason)
        .containsExactlyInAnyOrder(
            tuple("no-token", "x-mcp-header breaks the rules of the protocol"),
            tuple("an-object", "x-mcp-header breaks the rules of the protocol"));
  }

  private List<RefusedTool> refused() {
    return Published.until(
            Topics.DISCOVERY,
            connectors.organisation(),
            entries -> entries.stream().anyMatch(entry -> entry.event() instanceof RunFinished))
        .stream()
        .map(Published.Entry::event)
        .filter(RunFinished.class::isInstance)
        .map(RunFinished.class::cast)
        .findFirst()
        .orElseThrow()
        .refused();
  }
}
