package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Conformance;
import dev.gatehouse.e2e.client.LegacySession;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.NodeClient.Call;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.GatewayReplica;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two gateways, and an edge that sends every request to either, at random. */
@Tag("long")
@RequiresNpm
class ReplicasJourneyTest {
  private static final String TOOL = "test_simple_text";
  private static final String TEXT = "This is a simple text response for testing.";
  private static final Duration REACH = Duration.ofSeconds(20);

  private static Suite suite;
  private static Workspace workspace;
  private static NodeServer fixture;
  private static NodeServer edge;
  private static GatewayReplica one;
  private static GatewayReplica other;
  private static Gateway gateway;

  @BeforeAll
  static void start(@SharedSuite Suite shared) {
    suite = shared;
    workspace = Workspace.first(suite);
    fixture = NodeServer.conformanceFixture();
    gateway = workspace.gatewayOf(workspace.connect(fixture.url()));
    CompletableFuture<GatewayReplica> starting =
        CompletableFuture.supplyAsync(() -> GatewayReplica.start(suite));
    one = GatewayReplica.start(suite);
    other = starting.join();
    edge =
        NodeServer.sprayProxy(
            List.of(one.at(gateway.url()), other.at(gateway.url())), workspace.apiKey());
    awaitServed(one);
    awaitServed(other);
  }

  @AfterAll
  static void stop() {
    edge.close();
    one.close();
    other.close();
    fixture.close();
  }

  @Test
  void everythingOfBothErasPasses() {
    Conformance legacy =
        Conformance.start(ReplicasJourneyTest.class, "2025-11-25", edge(), "legacy");
    Conformance modern =
        Conformance.start(ReplicasJourneyTest.class, "2026-07-28", edge(), "modern");

    legacy.expectNothingUnexpected();
    modern.expectNothingUnexpected();
  }

  @Test
  void handshakeClientDoesNotNoticeWhoServesIt() {
    assertThat(texts(NodeClient.sdk(edge().toString()))).containsOnly(TEXT);
  }

  @Test
  void newestClientDoesNotNoticeWhoServesIt() {
    assertThat(texts(NodeClient.modern(edge().toString()))).containsOnly(TEXT);
  }

  @Test
  void aSessionIsServedByBoth() {
    LegacySession session = LegacySession.open(at(one), workspace.apiKey());

    assertThat(session.call(at(other), TOOL, Map.of())).isEqualTo(TEXT);
    assertThat(session.call(at(one), TOOL, Map.of())).isEqualTo(TEXT);
  }

  @Test
  void aSessionThatIsDeletedAtOneIsGoneAtBoth() {
    LegacySession session = LegacySession.open(at(one), workspace.apiKey());

    session.delete(at(other)).expect(204);

    session.post(at(one), "tools/call", Map.of("name", TOOL)).expect(404);
    session.post(at(other), "tools/list", Map.of()).expect(404);
  }

  @Test
  void nothingIsServedInsideToClients() {
    URI inside = URI.create(at(one).toString().replace("/mcp/", "/internal/mcp/"));

    int status = McpRequest.list(inside.toString()).bearer(workspace.apiKey()).send().status();

    assertThat(status).isEqualTo(401);
  }

  @Test
  void whatAKilledReplicaHeldIsOpenedAnew() {
    GatewayReplica killed = GatewayReplica.start(suite);
    awaitServed(killed);
    LegacySession lost = LegacySession.open(at(killed), workspace.apiKey());
    LegacySession kept = LegacySession.open(at(one), workspace.apiKey());
    assertThat(lost.call(at(other), TOOL, Map.of())).isEqualTo(TEXT);

    killed.close();

    lost.post(at(other), "tools/call", Map.of("name", TOOL, "arguments", Map.of())).expect(404);
    lost.post(at(one), "logging/setLevel", Map.of("level", "info")).expect(404);
    lost.listenInVain(at(other)).expect(404);
    lost.post(at(one), "tools/list", Map.of()).expect(200);
    assertThat(kept.call(at(other), TOOL, Map.of())).isEqualTo(TEXT);
    LegacySession anew = LegacySession.open(edge(), workspace.apiKey());
    assertThat(anew.call(edge(), TOOL, Map.of())).isEqualTo(TEXT);
  }

  @Test
  void whatNeedsNoSessionGoesOnWhenAReplicaIsKilled() {
    GatewayReplica killed = GatewayReplica.start(suite);
    awaitServed(killed);
    try (NodeServer both =
        NodeServer.sprayProxy(List.of(at(one), at(killed)), workspace.apiKey())) {
      String url = both.url(URI.create(gateway.url()).getRawPath()).toString();

      killed.close();

      for (int i = 0; i < 10; i++) {
        assertThat(
                McpRequest.call(url, TOOL, Map.of())
                    .modern()
                    .result()
                    .at("/content/0/text")
                    .textValue())
            .isEqualTo(TEXT);
        McpRequest.list(url).send().expect(200);
      }
    }
  }

  private static List<String> texts(NodeClient client) {
    Call[] calls =
        IntStream.range(0, 20).mapToObj(i -> new Call(TOOL, Map.of())).toArray(Call[]::new);
    JsonNode seen = client.bearer(workspace.apiKey()).listAndCall(calls);
    assertThat(seen.path("results")).hasSize(calls.length);
    return IntStream.range(0, calls.length)
        .mapToObj(i -> seen.at("/results/" + i + "/content/0/text").textValue())
        .toList();
  }

  private static URI edge() {
    return edge.url(URI.create(gateway.url()).getRawPath());
  }

  private static URI at(GatewayReplica replica) {
    return replica.at(gateway.url());
  }

  /** A replica follows the changes of the catalogue by itself. */
  private static void awaitServed(GatewayReplica replica) {
    await()
        .atMost(REACH)
        .untilAsserted(() ->
            McpRequest.list(at(replica).toString()).bearer(workspace.apiKey()).send().expect(200));
  }
}
