package dev.gatehouse.sync.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SyncTest
class ProbesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Connectors connectors;
  private UpstreamFixture upstream;
  private String connector;

  /** Whose next sync is in an hour; nobody else's upstream is looked at meanwhile. */
  @BeforeEach
  void aConnectorThatIsSynced() {
    connectors = new Connectors();
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of(Samples.tool("a", "")));
    connector = connectors.add(upstream.uri().toString());
    connectors
        .request()
        .post("/api/sync/" + connector)
        .then()
        .statusCode(200)
        .body("outcome", equalTo("complete"));
    Rows.change(
        "UPDATE schedule SET probe_at = now() + interval '1 hour' WHERE connector_id <> '%s'"
            .formatted(connector));
  }

  @AfterEach
  void close() {
    connectors.close();
    if (upstream != null) {
      upstream.close();
    }
  }

  @Test
  void anUpstreamThatGoesAwayBetweenSyncsIsToldOfWithReasonAndTime() {
    int runs = runs();

    upstream.close();
    upstream = null;

    Awaitility.await().atMost(PATIENCE).until(() -> told().size() == 2);
    List<HealthChanged> told = told();
    assertThat(told)
        .extracting(HealthChanged::state)
        .containsExactly(HealthChanged.State.CONNECTED, HealthChanged.State.UNREACHABLE);
    assertThat(told.getLast().reason()).contains("cannot be connected to");
    assertThat(told.getLast().since()).isAfter(told.getFirst().since());
    assertThat(runs()).isEqualTo(runs);
  }

  @Test
  void aLookListsNothing() {
    int lists = upstream.seen("tools/list").size();
    int conversations = upstream.seen("initialize").size();

    // When the second has begun, the first is over.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> upstream.seen("initialize").size() >= conversations + 2);

    assertThat(upstream.seen("tools/list")).hasSize(lists);
  }

  private List<HealthChanged> told() {
    return Published.read(Topics.HEALTH, connectors.organisation()).stream()
        .map(entry -> (HealthChanged) entry.event())
        .toList();
  }

  private int runs() {
    return connectors.request().get("/api/sync/" + connector + "/runs").path("size()");
  }
}
