package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Upstreams that misbehave cost a bounded number of requests, and no catalogue. */
@SyncTest
class StormTest {
  private static final String A = Samples.tool("a", "1");
  private static final String B = Samples.tool("b", "1");

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

  static Stream<Arguments> storms() {
    AtomicInteger cursor = new AtomicInteger();
    return Stream.of(
        storm("error 500", "failed", one -> one.failing("tools/list", 500, "")),
        storm("too many requests", "failed", one -> one.failing("tools/list", 429, "")),
        storm(
            "never answers",
            "failed",
            one -> one.tools(9, List.of(A, B)).delaying(Duration.ofMinutes(1))),
        storm("no JSON", "failed", one -> one.failing("tools/list", 200, "<html>")),
        storm(
            "the same page for ever",
            "partial",
            listing(_ ->
                "{\"tools\":[%s],\"nextCursor\":\"%d\"}".formatted(A, cursor.incrementAndGet()))),
        storm(
            "the same cursor",
            "partial",
            listing(_ -> "{\"tools\":[%s],\"nextCursor\":\"x\"}".formatted(A))),
        storm(
            "two cursors in turn",
            "partial",
            listing(cursorBefore ->
                "{\"tools\":[],\"nextCursor\":\"%s\"}"
                    .formatted(cursorBefore.equals("x") ? "y" : "x"))),
        storm(
            "fails on the second page",
            "partial",
            listing(cursorBefore ->
                cursorBefore.isEmpty() ? "{\"tools\":[],\"nextCursor\":\"x\"}" : "7")),
        storm(
            "pages of nothing without end",
            "partial",
            listing(
                _ -> "{\"tools\":[],\"nextCursor\":\"%d\"}".formatted(cursor.incrementAndGet()))),
        storm(
            "more tools than there may be",
            "partial",
            one ->
                one.tools(
                    2_000,
                    IntStream.range(0, 12_000).mapToObj(i -> Samples.tool("t" + i, "")).toList())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("storms")
  void aStormTakesNothingFromTheCatalogue(
      String name, String outcome, Consumer<UpstreamFixture> storm) {
    upstream.tools(9, List.of(A, B));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector).body("outcome", equalTo("complete"));
    int before = upstream.seen("tools/list").size();
    storm.accept(upstream);

    sync(connector).body("outcome", equalTo(outcome)).body("removed", equalTo(0));

    assertThat(upstream.seen("tools/list").size() - before).isLessThanOrEqualTo(201);
    assertThat(known(connector)).contains("\"a\"", "\"b\"");
  }

  @Test
  void anUpstreamThatGoesOnFailingIsAskedLessAndLess() {
    upstream.failing("initialize", 500, ""); // for the probes, too
    String connector = connectors.add(upstream.uri().toString());
    sync(connector).body("outcome", equalTo("failed"));
    sync(connector).body("outcome", equalTo("failed"));

    sync(connector).body("outcome", equalTo("failed"));

    assertThat(
            Rows.number(
                "SELECT count(*) FROM schedule WHERE connector_id = '%s' AND failures >= 3"
                        .formatted(connector)
                    + " AND due_at > now() + interval '3 minutes'"))
        .isEqualTo(1);
  }

  @Test
  void anUpstreamThatAsksForItIsNotLookedAtEither() {
    upstream.tools(9, List.of(A));
    String connector = connectors.add(upstream.uri().toString());
    sync(connector).body("outcome", equalTo("complete"));
    Rows.change(
        "UPDATE schedule SET not_before = now() + interval '1 hour', probe_at = now()"
            + " WHERE connector_id = '%s'".formatted(connector));
    String other = connectors.add(upstream.uri() + "?other");
    sync(other);
    Rows.change("UPDATE schedule SET probe_at = now() WHERE connector_id = '" + other + "'");

    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> due(other, "probe_at > now()") == 1); // its turn came

    assertThat(due(connector, "probe_at <= now()")).isEqualTo(1);
  }

  @Test
  void tenThousandToolsInPagesAreFound() {
    upstream.tools(
        100, IntStream.range(0, 10_000).mapToObj(i -> Samples.tool("t" + i, "Does it")).toList());
    String connector = connectors.add(upstream.uri().toString());

    ValidatableResponse run = sync(connector);

    run.body("outcome", equalTo("complete")).body("tools", equalTo(10_000));
  }

  private static Arguments storm(String name, String outcome, Consumer<UpstreamFixture> storm) {
    return Arguments.of(name, outcome, storm);
  }

  /** By the cursor that is asked with. */
  private static Consumer<UpstreamFixture> listing(Function<String, String> page) {
    return one -> one.on("tools/list", params -> page.apply(params.getString("cursor", "")));
  }

  private ValidatableResponse sync(String connector) {
    return connectors.request().post("/api/sync/" + connector).then().statusCode(200);
  }

  private static long due(String connector, String condition) {
    return Rows.number(
        "SELECT count(*) FROM schedule WHERE connector_id = '%s' AND %s"
            .formatted(connector, condition));
  }

  private static String known(String connector) {
    return Rows.text("SELECT hashes FROM known_tools WHERE connector_id = '" + connector + "'");
  }
}
