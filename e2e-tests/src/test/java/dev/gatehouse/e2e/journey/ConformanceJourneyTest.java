package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Conformance;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conformance suite of the protocol through a gateway: what passes against an upstream passes
 * against the gateway in front of it, whichever era the upstream speaks.
 */
@RequiresNpm
class ConformanceJourneyTest {
  private static final String LEGACY = "2025-11-25";
  private static final String MODERN = "2026-07-28";

  private static final List<NodeServer> servers = new ArrayList<>();
  private static Workspace workspace;
  private static Gateway gateway;

  /** Most of a run is waiting, so that all run at once. */
  private static Conformance legacyDirect;

  private static Conformance modernDirect;
  private static Conformance legacy;
  private static Conformance modern;
  private static Conformance legacyBeforeModernUpstream;
  private static Conformance modernBeforeLegacyUpstream;

  @BeforeAll
  static void startAllRuns(@SharedSuite Suite suite) {
    workspace = Workspace.first(suite);
    NodeServer fixture = started(NodeServer.conformanceFixture());
    legacyDirect = Conformance.start(ConformanceJourneyTest.class, LEGACY, fixture.url(), "none");
    modernDirect = Conformance.start(ConformanceJourneyTest.class, MODERN, fixture.url(), "none");
    gateway = gatewayOf(fixture);
    legacy = Conformance.start(ConformanceJourneyTest.class, LEGACY, inFrontOf(gateway), "legacy");
    modern = Conformance.start(ConformanceJourneyTest.class, MODERN, inFrontOf(gateway), "modern");
    legacyBeforeModernUpstream =
        Conformance.start(
            ConformanceJourneyTest.class,
            LEGACY,
            inFrontOf(gatewayOf(started(NodeServer.conformanceFixtureWithout("legacy")))),
            "legacy-before-modern-upstream");
    modernBeforeLegacyUpstream =
        Conformance.start(
            ConformanceJourneyTest.class,
            MODERN,
            inFrontOf(gatewayOf(started(NodeServer.conformanceFixtureWithout("modern")))),
            "modern-before-legacy-upstream");
  }

  @AfterAll
  static void stop() {
    servers.forEach(NodeServer::close);
  }

  @Test
  void upstreamAlonePassesAllOfTheHandshakeRevision() {
    legacyDirect.expectNothingUnexpected();
  }

  @Test
  void upstreamAlonePassesAllOfTheNewestRevision() {
    modernDirect.expectNothingUnexpected();
  }

  @Test
  void gatewayPassesTheHandshakeRevision() {
    legacy.expectNothingUnexpected();
  }

  @Test
  void gatewayPassesTheNewestRevision() {
    modern.expectNothingUnexpected();
  }

  @Test
  void gatewayPassesTheHandshakeRevisionBeforeAnUpstreamOfTheNewestOnly() {
    legacyBeforeModernUpstream.expectNothingUnexpected();
  }

  @Test
  void gatewayPassesTheNewestRevisionBeforeAnUpstreamOfTheHandshakeOnly() {
    modernBeforeLegacyUpstream.expectNothingUnexpected();
  }

  @Test
  void everyExpectedFailureHasAReason() {
    assertThat(Conformance.expectedFailures())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry).matches("[a-z0-9:-]+ # .{10,}"));
  }

  /** The suite would take the text of an error for the text of the tool. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textIsTheTextOfTheTool(boolean newest) {
    JsonNode result = call("test_simple_text", newest);

    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.path("content")).hasSize(1);
    assertThat(result.at("/content/0/text").textValue())
        .isEqualTo("This is a simple text response for testing.");
  }

  /** The suite would take any error for the error of the tool. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void errorIsTheErrorOfTheTool(boolean newest) {
    JsonNode result = call("test_error_handling", newest);

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content")).hasSize(1);
    assertThat(result.at("/content/0/text").textValue())
        .isEqualTo("This tool intentionally returns an error for testing");
  }

  private static JsonNode call(String tool, boolean newest) {
    McpRequest request = McpRequest.call(gateway.url(), tool, Map.of()).bearer(workspace.apiKey());
    return (newest ? request.modern() : request.revision(LEGACY)).result();
  }

  private static Gateway gatewayOf(NodeServer upstream) {
    return workspace.gatewayOf(workspace.connect(upstream.url()));
  }

  private static URI inFrontOf(Gateway gateway) {
    return started(NodeServer.bearerProxy(gateway.url(), workspace.apiKey())).url();
  }

  private static NodeServer started(NodeServer server) {
    servers.add(server);
    return server;
  }
}
