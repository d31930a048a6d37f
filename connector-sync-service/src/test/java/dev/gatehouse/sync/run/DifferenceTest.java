package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

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
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run says, and what follows from it. */
@SyncTest
class DifferenceTest {

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anUpstream() {
    connectors = new Connectors();
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY);
  }

  @AfterEach
  void close() {
    upstream.close();
    connectors.close();
  }

  @Test
  void aRunSaysWhatItChanged() {
    upstream.tools(
        9, List.of(Samples.tool("a", "1"), Samples.tool("b", "1"), Samples.tool("c", "1")));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector);
    upstream.tools(
        9, List.of(Samples.tool("a", "1"), Samples.tool("b", "2"), Samples.tool("d", "1")));

    ValidatableResponse run = sync(connector);

    run.body("unchanged", equalTo(1))
        .body("changed", equalTo(1))
        .body("added", equalTo(1))
        .body("removed", equalTo(1));
  }

  @Test
  void aPartialRunRemovesNothing() {
    upstream.tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "1")));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector);
    upstream.on("tools/list", params -> "{\"tools\":[],\"nextCursor\":\"same\"}");
    sync(connector).body("outcome", equalTo("partial")).body("removed", equalTo(0));
    upstream.on(
        "tools/list",
        params -> "{\"tools\":[%s,%s]}".formatted(Samples.tool("a", "1"), Samples.tool("b", "1")));

    ValidatableResponse run = sync(connector);

    run.body("unchanged", equalTo(2)).body("added", equalTo(0));
  }

  @Test
  void aToolThatIsRefusedNowIsNotGone() {
    upstream.tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "1")));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector);
    upstream.tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "x".repeat(130 * 1024))));
    sync(connector)
        .body("outcome", equalTo("complete"))
        .body("refused", equalTo(1))
        .body("removed", equalTo(0));
    upstream.tools(9, List.of(Samples.tool("a", "1"), Samples.tool("b", "1")));

    ValidatableResponse run = sync(connector);

    run.body("unchanged", equalTo(2)).body("added", equalTo(0));
  }

  @Test
  void progressIsToldWhileARunIsUnderWay() {
    upstream.tools(1, List.of(Samples.tool("a", "1"), Samples.tool("b", "1")));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector);

    String events =
        connectors
            .request()
            .accept("text/event-stream")
            .post("/api/sync/" + connector)
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(events)
        .contains("event: started")
        .contains("event: page")
        .contains("\"tools\"")
        .contains("event: result")
        .contains("\"unchanged\":2");
  }

  @Test
  void progressOfAnotherOrganisationsConnectorIsNotFound() {
    String connector = connectors.add(upstream.uri().toString());
    sync(connector);
    try (Connectors others = new Connectors()) {
      others
          .request()
          .accept("text/event-stream")
          .post("/api/sync/" + connector)
          .then()
          .statusCode(404);
    }
  }

  @Test
  void anUpstreamThatAsksForItIsLeftAlone() {
    AtomicInteger asked = new AtomicInteger();
    HttpServer busy =
        Loops.VERTX
            .createHttpServer()
            .requestHandler(request -> {
              asked.incrementAndGet();
              request.response().setStatusCode(429).putHeader("Retry-After", "3600").end();
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    String connector = connectors.add("http://127.0.0.1:" + busy.actualPort() + "/mcp");

    sync(connector).body("outcome", equalTo("failed"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(secondsUntilDue(connector)).isBetween(3_000L, 4_000L));
    busy.close();
  }

  @Test
  void anUpstreamThatComesBackIsSyncedAtOnce() {
    AtomicBoolean away = new AtomicBoolean(true);
    upstream.tools(9, List.of(Samples.tool("a", "1")));
    HttpServer between =
        Loops.VERTX
            .createHttpServer()
            .requestHandler(request -> {
              if (away.get()) {
                request.connection().close();
              } else {
                request.response().setStatusCode(500).end();
              }
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    int port = between.actualPort();
    String connector = connectors.add("http://127.0.0.1:" + port + "/mcp");
    sync(connector).body("outcome", equalTo("failed"));
    between.close().toCompletionStage().toCompletableFuture().join();
    HttpServer proxy = proxy(port);

    List<HealthChanged.State> states =
        Published.until(
                Topics.DISCOVERY,
                connectors.organisation(),
                entries ->
                    entries.stream()
                        .anyMatch(entry ->
                            entry.event() instanceof HealthChanged told
                                && told.state() == HealthChanged.State.CONNECTED))
            .stream()
            .filter(entry -> entry.event() instanceof HealthChanged)
            .map(entry -> ((HealthChanged) entry.event()).state())
            .toList();

    assertThat(states)
        .startsWith(HealthChanged.State.UNREACHABLE)
        .endsWith(HealthChanged.State.CONNECTED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            connectors
                .request()
                .get("/api/sync/" + connector + "/runs")
                .then()
                .body("findAll { it.outcome == 'complete' }", hasSize(1)));
    proxy.close();
  }

  /** Hands everything on to {@link #upstream}. */
  private HttpServer proxy(int port) {
    var client = Loops.VERTX.createHttpClient();
    return Loops.VERTX
        .createHttpServer()
        .requestHandler(request ->
            request
                .body()
                .compose(body ->
                    client
                        .request(request.method(), upstream.uri().getPort(), "127.0.0.1", "/mcp")
                        .compose(out -> {
                          out.headers().addAll(request.headers());
                          return out.send(body);
                        }))
                .compose(answer ->
                    answer
                        .body()
                        .compose(body -> {
                          request.response().setStatusCode(answer.statusCode());
                          request.response().headers().addAll(answer.headers());
                          return request.response().end(body);
                        })))
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private long secondsUntilDue(String connector) {
    return Rows.number(
        "SELECT extract(epoch FROM due_at - now())::bigint FROM schedule WHERE connector_id = '%s'"
            .formatted(connector));
  }

  private ValidatableResponse sync(String connector) {
    return connectors.request().post("/api/sync/" + connector).then().statusCode(200);
  }
}
