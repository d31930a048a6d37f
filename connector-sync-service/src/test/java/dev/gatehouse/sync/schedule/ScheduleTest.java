package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SyncTest
class ScheduleTest {

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anUpstream() {
    connectors = new Connectors();
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of(Samples.tool("a", "")));
  }

  @AfterEach
  void close() {
    connectors.close();
    upstream.close();
  }

  @Test
  void aNewConnectorIsDueAtOnce() {
    String connector = connectors.add(upstream.uri().toString());
    awaitCauses(connector, "schedule");
    assertThat(upstream.seen("tools/list")).hasSize(1);
  }

  @Test
  void aConnectorThatLeadsElsewhereIsDueAtOnce() {
    String connector = connectors.add(upstream.uri().toString());
    awaitCauses(connector, "schedule");
    connectors.publish(connectors.manifest(connector, upstream.uri() + "?other", null, true, 2));
    awaitCauses(connector, "schedule", "schedule");
  }

  @Test
  void anotherChangeMakesNothingDue() {
    String connector = connectors.add(upstream.uri().toString());
    awaitCauses(connector, "schedule");
    connectors.publish(connectors.manifest(connector, upstream.uri().toString(), null, true, 2));
    String marker = connectors.add(upstream.uri() + "?marker");
    awaitCauses(marker, "schedule");
    assertThat(causes(connector)).containsExactly("schedule");
  }

  @Test
  void aDisabledConnectorIsLeftAloneUntilItIsEnabled() {
    String url = upstream.uri().toString();
    String connector = connectors.add("http://127.0.0.1:9999/mcp");
    awaitCauses(connector, "schedule");
    connectors.publish(connectors.manifest(connector, url, null, false, 2));
    awaitCauses(connectors.add(url + "?marker"), "schedule");
    assertThat(causes(connector)).containsExactly("schedule");
    connectors.publish(connectors.manifest(connector, url, null, true, 3));
    awaitCauses(connector, "schedule", "schedule");
  }

  @Test
  void anOlderRevisionChangesNothing() {
    String url = upstream.uri().toString();
    String connector = connectors.add(url);
    connectors.publish(connectors.manifest(connector, url, null, true, 5));
    connectors.publish(connectors.manifest(connector, url + "?old", null, true, 4));
    awaitCauses(connectors.add(url + "?marker"), "schedule");
    assertThat(causes(connector)).containsExactly("schedule");
  }

  @Test
  void aRemovedConnectorIsForgotten() {
    String connector = connectors.add(upstream.uri().toString());
    awaitCauses(connector, "schedule");
    connectors.remove(connector);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> connectors.request().get("/api/sync/" + connector + "/runs").statusCode() == 404);
    Published.until(Topics.HEALTH, connectors.organisation(), told -> told.getLast().isTombstone());
  }

  private void awaitCauses(String connector, String... expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(causes(connector)).containsExactly(expected));
  }

  private List<String> causes(String connector) {
    var response = connectors.request().get("/api/sync/" + connector + "/runs");
    return response.statusCode() == 200 ? response.path("cause") : List.of();
  }
}
