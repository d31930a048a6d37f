package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of runs is kept for a time; what they found is not forgotten with it. */
@SyncTest
class HousekeepingTest {
  @Inject Housekeeping housekeeping;

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
    upstream.close();
    connectors.close();
  }

  @Test
  void runsOlderThanTheTimeThatTheyAreKeptAreForgotten() {
    String connector = connectors.add(upstream.uri().toString());
    String old = sync(connector);
    String recent = sync(connector);
    finishedDaysAgo(old, 31);
    finishedDaysAgo(recent, 29);

    housekeeping.run();

    assertThat(Rows.number("SELECT count(*) FROM run WHERE id = '%s'".formatted(old))).isZero();
    connectors
        .request()
        .get("/api/sync/" + connector + "/runs")
        .then()
        .body("findAll { it.runId == '%s' }.outcome".formatted(recent), contains("complete"));
    connectors.request().post("/api/sync/" + connector).then().body("unchanged", equalTo(1));
  }

  private String sync(String connector) {
    return connectors
        .request()
        .post("/api/sync/" + connector)
        .then()
        .statusCode(200)
        .extract()
        .path("runId");
  }

  private static void finishedDaysAgo(String run, int days) {
    Rows.change(
        "UPDATE run SET finished_at = now() - interval '%d days' WHERE id = '%s'"
            .formatted(days, run));
  }
}
