package dev.gatehouse.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.DiscoveryEvent.FeaturesFound;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SyncTest
class SyncRunTest {
  private static final String SECRET = "hunter2-do-not-show";

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anOrganisation() {
    connectors = new Connectors();
  }

  @AfterEach
  void close() {
    TestVault.unseal();
    connectors.close();
    if (upstream != null) {
      upstream.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void findsTheToolsOfARealServerInEitherEra(Speaks speaks) throws Exception {
    List<String> definitions = Samples.of("alfresco");
    upstream = UpstreamFixture.start(Loops.VERTX, speaks).tools(3, definitions);
    String connector = connectors.add(upstream.uri().toString());
    String run =
        sync(connector)
            .statusCode(200)
            .body("outcome", equalTo("complete"))
            .body("tools", equalTo(definitions.size()))
            .body("refused", equalTo(0))
            .body("reason", nullValue())
            .body("protocolVersion", equalTo(speaks == Speaks.LEGACY ? "2025-11-25" : "2026-07-28"))
            .extract()
            .path("runId");
    List<FoundTool> found = found(run);
    assertThat(found).hasSize(definitions.size());
    for (int i = 0; i < found.size(); i++) {
      JsonNode definition = Json.mapper().readTree(definitions.get(i));
      assertThat(found.get(i))
          .isEqualTo(
              new FoundTool(
                  definition.path("name").asText(), CanonicalJson.sha256(definition), definition));
    }
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void findsResourcesTemplatesAndPromptsAndWhatTheServerSays(Speaks speaks) {
    upstream =
        UpstreamFixture.start(Loops.VERTX, speaks)
            .tools(1, List.of())
            .listing("resources/list", List.of("{\"uri\":\"a:1\"}", "{\"uri\":\"a:2\"}"))
            .listing("resources/templates/list", List.of("{\"uriTemplate\":\"a:{x}\"}"))
            .listing("prompts/list", List.of("{\"name\":\"p\"}"));
    String connector = connectors.add(upstream.uri().toString());

    String run = sync(connector).statusCode(200).extract().path("runId");

    RunFinished end = end(run);
    assertThat(end.outcome()).isEqualTo(RunFinished.Outcome.COMPLETE);
    assertThat(end.wholeKinds()).containsExactlyInAnyOrder(FeatureKind.values());
    assertThat(end.instructions()).isEqualTo("Be kind");
    assertThat(end.serverInfo().path("name").asText()).isEqualTo("fixture");
    assertThat(end.capabilities().has("prompts")).isTrue();
    assertThat(features(run))
        .extracting(FoundFeature::name)
        .containsExactlyInAnyOrder("a:1", "a:2", "a:{x}", "p");
  }

  @Test
  void aListOfPromptsThatFailsLeavesTheToolsWhole() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("a", "")))
            .listing("prompts/list", List.of())
            .failing("prompts/list", 500, "");
    String connector = connectors.add(upstream.uri().toString());

    String run = sync(connector).body("outcome", equalTo("complete")).extract().path("runId");

    assertThat(end(run).wholeKinds())
        .containsExactlyInAnyOrder(FeatureKind.RESOURCE, FeatureKind.RESOURCE_TEMPLATE);
  }

  private RunFinished end(String run) {
    awaitFinished(run);
    return Published.read(Topics.DISCOVERY, connectors.organisation()).stream()
        .map(Published.Entry::event)
        .filter(RunFinished.class::isInstance)
        .map(RunFinished.class::cast)
        .filter(end -> end.run().equals(run))
        .findFirst()
        .orElseThrow();
  }

  private List<FoundFeature> features(String run) {
    return Published.read(Topics.DISCOVERY, connectors.organisation()).stream()
        .map(Published.Entry::event)
        .filter(FeaturesFound.class::isInstance)
        .map(FeaturesFound.class::cast)
        .filter(part -> part.run().equals(run))
        .flatMap(part -> part.features().stream())
        .toList();
  }

  @Test
  void endsTheSessionAtTheUpstream() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(3, Samples.of("alfresco"));
    sync(connectors.add(upstream.uri().toString())).statusCode(200);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> upstream.openSessions() == 0);
  }

  @Test
  void showsTheUpstreamItsCredentialAndNobodyElse() throws IOException {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("a", "")))
            .requiring("Authorization", "Bearer " + SECRET);
    String connector = connectors.add(upstream.uri().toString(), credential());
    sync(connector)
        .statusCode(200)
        .body("outcome", equalTo("complete"))
        .body(not(containsString(SECRET)));
    assertThat(Published.read(Topics.DISCOVERY, connectors.organisation()))
        .noneMatch(entry -> entry.text().contains(SECRET));
    assertThat(Published.read(Topics.AUDIT, connectors.organisation()))
        .noneMatch(entry -> entry.text().contains(SECRET));
    assertThat(Files.readString(Path.of("target/service.log"))).doesNotContain(SECRET);
  }

  @Test
  void aServerThatRepeatsItsCredentialDoesNotHaveItStored() throws IOException {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .failing(
                "tools/list",
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,"
                    + "\"message\":\"Bearer %s was sent, %s\"}}".formatted(SECRET, SECRET));
    String connector = connectors.add(upstream.uri().toString(), credential());
    String run =
        sync(connector)
            .statusCode(200)
            .body("outcome", equalTo("failed"))
            .body("reason", equalTo("It answered with error -32000: *** was sent, ***"))
            .extract()
            .path("runId");
    awaitFinished(run);
    connectors
        .request()
        .get("/api/sync/" + connector + "/runs")
        .then()
        .statusCode(200)
        .body(not(containsString(SECRET)));
    assertThat(Published.read(Topics.DISCOVERY, connectors.organisation()))
        .noneMatch(entry -> entry.text().contains(SECRET));
    assertThat(
            Published.until(Topics.AUDIT, connectors.organisation(), entries -> !entries.isEmpty()))
        .noneMatch(entry -> entry.text().contains(SECRET));
    assertThat(Files.readString(Path.of("target/service.log"))).doesNotContain(SECRET);
  }

  @Test
  void aDefinitionThatRepeatsTheCredentialIsRefused() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(
                9,
                List.of(
                    Samples.tool("good", ""),
                    Samples.tool("told", "uses " + SECRET),
                    Samples.tool(SECRET, "")));
    String run =
        sync(connectors.add(upstream.uri().toString(), credential()))
            .body("tools", equalTo(1))
            .body("refused", equalTo(2))
            .extract()
            .path("runId");
    assertThat(awaitFinished(run).refused())
        .extracting("name")
        .containsExactlyInAnyOrder("told", "***");
  }

  @Test
  void whatNoDatabaseStoresIsRefusedOrReplaced() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.MODERN)
            .tools(9, List.of(Samples.tool("good", "")))
            .listing(
                "resources/list",
                List.of(
                    "{\"uri\":\"file:///a\",\"name\":\"a\"}",
                    "{\"uri\":\"file:///\\u0000\",\"name\":\"b\"}"))
            .listing("prompts/list", List.of("{\"name\":\"p\\u0000\"}"))
            .on(
                "server/discover",
                _ ->
                    "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                        + "\"instructions\":\"a\\u0000b\",\"ttlMs\":0,\"cacheScope\":\"private\","
                        + "\"capabilities\":{\"tools\":{},\"resources\":{},\"prompts\":{}}}");
    String run =
        sync(connectors.add(upstream.uri().toString())).statusCode(200).extract().path("runId");
    RunFinished finished = awaitFinished(run);
    assertThat(finished.instructions()).isEqualTo("a\uFFFDb");
    assertThat(finished.refusedFeatures()).hasSize(2);
  }

  @Test
  void saysThatACredentialIsNeeded() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.BOTH)
            .requiring("Authorization", "Bearer " + SECRET);
    String run =
        sync(connectors.add(upstream.uri().toString()))
            .statusCode(200)
            .body("outcome", equalTo("failed"))
            .body("reason", containsString("401"))
            .extract()
            .path("runId");
    awaitFinished(run);
    assertThat(lastHealth().state()).isEqualTo(HealthChanged.State.NEEDS_SIGN_IN);
  }

  @Test
  void aServerThatIsAwayIsUnreachable() {
    String run =
        sync(connectors.add("http://127.0.0.1:9999/mcp"))
            .statusCode(200)
            .body("outcome", equalTo("failed"))
            .body("tools", equalTo(0))
            .body("reason", containsString("cannot be connected to"))
            .extract()
            .path("runId");
    assertThat(awaitFinished(run).outcome()).isEqualTo(RunFinished.Outcome.FAILED);
    assertThat(lastHealth().state()).isEqualTo(HealthChanged.State.UNREACHABLE);
    assertThat(lastHealth().reason()).contains("cannot be connected to");
  }

  @Test
  void aPrivateTargetIsNotConnectedTo() {
    sync(connectors.add("http://169.254.169.254/mcp"))
        .statusCode(200)
        .body("outcome", equalTo("failed"))
        .body("reason", equalTo("The target is not permitted or does not resolve"));
  }

  @Test
  void aServerThatHangsIsGivenUp() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("a", "")))
            .delaying(Duration.ofSeconds(30));
    sync(connectors.add(upstream.uri().toString()))
        .statusCode(200)
        .body("outcome", equalTo("failed"))
        .body("reason", containsString("did not answer"));
    Awaitility.await()
        .untilAsserted(() -> {
          // Once a run: where the machine is slow, the scheduler has begun one of its own.
          assertThat(upstream.seen("notifications/cancelled"))
              .extracting(seen -> seen.headers().get("mcp-session-id"))
              .isNotEmpty()
              .doesNotHaveDuplicates();
          assertThat(upstream.openSessions()).isZero();
        });
  }

  @Test
  void requestsOfOneOrganisationHoldNoMoreThanTheirShare() throws Exception {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("a", "")))
            .delaying(Duration.ofSeconds(3));
    List<Callable<Integer>> requests =
        IntStream.range(0, 3)
            .mapToObj(_ -> connectors.add(upstream.uri().toString()))
            .map(id -> (Callable<Integer>) () -> sync(id).extract().statusCode())
            .toList();
    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses = threads.invokeAll(requests).stream().map(Future::resultNow).toList();
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 200, 503);
    sync(connectors.add("http://127.0.0.1:9999/mcp")).statusCode(200);
  }

  @Test
  void refusesToolsOneByOne() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(
                9,
                List.of(
                    Samples.tool("good", ""),
                    Samples.tool("big", "x".repeat(130 * 1024)),
                    "{\"name\": \"no-schema\"}",
                    Samples.tool("good", "again"),
                    Samples.tool("nul\0", ""),
                    Samples.tool("fine", "")));
    String run =
        sync(connectors.add(upstream.uri().toString()))
            .body("outcome", equalTo("complete"))
            .body("tools", equalTo(2))
            .body("refused", equalTo(4))
            .extract()
            .path("runId");
    assertThat(awaitFinished(run).refused())
        .extracting("name")
        .containsExactlyInAnyOrder("big", "no-schema", "good", "nul\0");
    assertThat(found(run)).extracting(FoundTool::name).containsExactly("good", "fine");
  }

  @Test
  void aRefusedToolWithoutANameMakesTheRunPartial() {
    upstream =
        UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY)
            .tools(9, List.of(Samples.tool("good", ""), "{\"inputSchema\": {}}"));
    sync(connectors.add(upstream.uri().toString()))
        .body("outcome", equalTo("partial"))
        .body("tools", equalTo(1))
        .body("reason", notNullValue());
  }

  @Test
  void tellsLargeListsInPartsBelowTheRecordLimit() {
    List<String> definitions =
        IntStream.range(0, 12).mapToObj(i -> Samples.tool("t" + i, "x".repeat(60_000))).toList();
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.MODERN).tools(100, definitions);
    String run = sync(connectors.add(upstream.uri().toString())).extract().path("runId");
    RunFinished finished = awaitFinished(run);
    assertThat(finished.parts()).isEqualTo(4);
    assertThat(found(run)).hasSize(12);
    assertThat(Published.read(Topics.DISCOVERY, connectors.organisation()))
        .allMatch(entry -> entry.text().length() < 200 * 1024);
  }

  @Test
  void aSealedVaultSaysNothingAboutTheUpstream() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY);
    CredentialReference credential = credential();
    TestVault.seal();
    String run =
        sync(connectors.add(upstream.uri().toString(), credential))
            .statusCode(200)
            .body("outcome", equalTo("failed"))
            .body("reason", containsString("credentials cannot be read"))
            .extract()
            .path("runId");
    awaitFinished(run);
    assertThat(upstream.seen()).isEmpty();
    assertThat(healths()).isEmpty();
  }

  @Test
  void tellsHealthOnlyWhenItChanges() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of());
    String connector = connectors.add(upstream.uri().toString());
    sync(connector).body("outcome", equalTo("complete"));
    awaitFinished(sync(connector).extract().path("runId"));
    assertThat(healths())
        .extracting(HealthChanged::state)
        .containsExactly(HealthChanged.State.CONNECTED);
    upstream.failing("initialize", 500, ""); // for the probes, too
    awaitFinished(sync(connector).extract().path("runId"));
    assertThat(lastHealth().state()).isEqualTo(HealthChanged.State.UNREACHABLE);
    assertThat(lastHealth().reason()).contains("500");
    assertThat(Published.until(Topics.HEALTH, connectors.organisation(), told -> told.size() == 2))
        .extracting(told -> ((HealthChanged) told.event()).state())
        .containsExactly(HealthChanged.State.CONNECTED, HealthChanged.State.UNREACHABLE);
  }

  @Test
  void aStateOfBeforeTimesWereKeptIsToldOnceMore() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).failing("initialize", 500, "");
    String connector = connectors.add(upstream.uri().toString());
    awaitFinished(sync(connector).extract().path("runId"));
    Rows.change(
        "UPDATE schedule SET health_since = NULL, probe_at = now() + interval '1 hour'"
            + " WHERE connector_id = '%s'".formatted(connector));

    awaitFinished(sync(connector).extract().path("runId"));

    assertThat(Published.until(Topics.HEALTH, connectors.organisation(), told -> told.size() == 2))
        .extracting(told -> ((HealthChanged) told.event()).state())
        .containsOnly(HealthChanged.State.UNREACHABLE);
  }

  @Test
  void theReasonMayChangeAndTheTimeIsThatOfTheState() {
    // For the probes, too.
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).failing("initialize", 500, "");
    String connector = connectors.add(upstream.uri().toString());
    awaitFinished(sync(connector).extract().path("runId"));
    HealthChanged before = lastHealth();
    upstream.failing("initialize", 502, "");

    awaitFinished(sync(connector).extract().path("runId"));

    assertThat(lastHealth().reason()).contains("502");
    assertThat(lastHealth().since()).isEqualTo(before.since());
  }

  @Test
  void recordsEachRun() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of());
    String connector = connectors.add(upstream.uri().toString());
    String run = sync(connector).extract().path("runId");
    var records =
        Published.until(
            Topics.AUDIT,
            connectors.organisation(),
            entries -> entries.stream().anyMatch(entry -> entry.text().contains(run)));
    assertThat(records.stream().map(entry -> (AuditRecord) entry.event()))
        .filteredOn(record -> run.equals(record.detail().get("run")))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.action()).isEqualTo("connector.sync");
          assertThat(record.actor().user()).isNotNull();
          assertThat(record.target().id()).isEqualTo(connector);
          assertThat(record.outcome()).isEqualTo(AuditRecord.Outcome.SUCCESS);
          assertThat(record.durationMicros()).isPositive();
          assertThat(record.detail()).containsEntry("result", "complete");
        });
    connectors
        .request()
        .get("/api/sync/" + connector + "/runs")
        .then()
        .statusCode(200)
        .body("find { it.runId == '" + run + "' }.cause", equalTo("request"));
  }

  @Test
  void aConnectorOfAnotherOrganisationIsNotFound() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY);
    String connector = connectors.add(upstream.uri().toString());
    sync(connector).statusCode(200);
    try (Connectors stranger = new Connectors()) {
      stranger.request().post("/api/sync/" + connector).then().statusCode(404);
      stranger.request().get("/api/sync/" + connector + "/runs").then().statusCode(404);
    }
  }

  @Test
  void anUnknownConnectorIsNotFound() {
    sync(TestIdentities.newId()).statusCode(404).contentType("application/problem+json");
    sync("no-id").statusCode(404);
  }

  @Test
  void aConnectorThatIsSwitchedOffIsNotRun() {
    String id = TestIdentities.newId();
    connectors.publish(connectors.manifest(id, "http://127.0.0.1:9999/", null, false, 1));
    sync(id).statusCode(409).body("detail", containsString("switched off"));
  }

  @Test
  void runningNeedsTheScopeToWrite() {
    String connector = connectors.add("http://127.0.0.1:9999/mcp");
    connectors.request(Scope.READ).post("/api/sync/" + connector).then().statusCode(403);
    sync(connector).statusCode(200);
    connectors.request(Scope.WRITE).get("/api/sync/" + connector + "/runs").then().statusCode(403);
    connectors
        .request(Scope.READ)
        .get("/api/sync/" + connector + "/runs")
        .then()
        .statusCode(200)
        .body("$", not(hasSize(0)));
  }

  private CredentialReference credential() {
    String path =
        "orgs/%s/connectors/%s/%s"
            .formatted(connectors.organisation(), TestIdentities.newId(), TestIdentities.newId());
    TestVault.write(path, Map.of("headers", Map.of("Authorization", "Bearer " + SECRET)));
    return new CredentialReference(path, 1);
  }

  private ValidatableResponse sync(String connector) {
    return connectors.request().post("/api/sync/" + connector).then();
  }

  private RunFinished awaitFinished(String run) {
    return Published.until(
            Topics.DISCOVERY,
            connectors.organisation(),
            entries -> entries.stream().anyMatch(entry -> isEnd(entry, run)))
        .stream()
        .filter(entry -> isEnd(entry, run))
        .map(entry -> (RunFinished) entry.event())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isEnd(Published.Entry entry, String run) {
    return entry.event() instanceof RunFinished finished && finished.run().equals(run);
  }

  /** The tools of a run, which must have come before its end. */
  private List<FoundTool> found(String run) {
    awaitFinished(run);
    List<FoundTool> tools = new ArrayList<>();
    for (Published.Entry entry : Published.read(Topics.DISCOVERY, connectors.organisation())) {
      if (entry.event() instanceof ToolsFound part && part.run().equals(run)) {
        tools.addAll(part.tools());
      } else if (isEnd(entry, run)) {
        return tools;
      }
    }
    throw new AssertionError("the run did not end");
  }

  private List<HealthChanged> healths() {
    return Published.read(Topics.DISCOVERY, connectors.organisation()).stream()
        .map(Published.Entry::event)
        .filter(HealthChanged.class::isInstance)
        .map(HealthChanged.class::cast)
        .toList();
  }

  private HealthChanged lastHealth() {
    return healths().getLast();
  }
}
