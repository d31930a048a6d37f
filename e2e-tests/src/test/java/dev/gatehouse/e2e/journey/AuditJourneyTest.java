package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.ApiKey;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who did what is found again by those who may ask. */
class AuditJourneyTest {
  private static Endpoints endpoints;
  private static Workspace workspace;
  private static AuditTrail trail;

  @BeforeAll
  static void open(@SharedSuite Suite suite) {
    endpoints = suite.endpoints();
    workspace = Workspace.first(suite);
    trail = new AuditTrail(workspace.rest());
  }

  @Test
  void callIsRecordedWithWhoWhatAndOutcome() {
    String trace = AuditTrail.newTrace();

    DemoTool.call(endpoints.demo().url(), workspace.apiKey(), trace);

    JsonNode record = trail.awaitCall(trace, DemoTool.NAME);
    assertThat(record.path("service").textValue()).isEqualTo("gateway");
    assertThat(record.at("/actor/apiKey").textValue())
        .isEqualTo(ApiKey.of(workspace.apiKey()).id());
    assertThat(record.at("/target/name").textValue()).isEqualTo(DemoTool.NAME);
    assertThat(record.at("/decision/allowed").booleanValue()).isTrue();
    assertThat(record.at("/outcome/status").asText()).isEqualToIgnoringCase("success");
    assertThat(record.path("durationMicros").longValue()).isPositive();
  }

  @Test
  void callOfAnUnknownToolIsRecordedAsDenied() {
    String trace = AuditTrail.newTrace();

    McpRequest.call(endpoints.demo().url(), "no-such-tool", Map.of())
        .modern()
        .bearer(workspace.apiKey())
        .header("traceparent", AuditTrail.traceParent(trace))
        .send();

    JsonNode record = trail.awaitCall(trace, "no-such-tool");
    assertThat(record.at("/outcome/status").asText()).isEqualToIgnoringCase("denied");
  }

  @Test
  void changesAreRecordedBesideCalls() {
    Workspace.Gateway gateway = workspace.gateway("audited");

    workspace.rest().delete("/api/gateways/" + gateway.id()).expect(204);

    assertThat(trail.awaitChange("gateway.create", gateway.id()).at("/target/name").textValue())
        .startsWith("audited");
    trail.awaitChange("gateway.delete", gateway.id());
  }

  /** That the command is there and reaches the service; what it does {@code ReplayTest} sees. */
  @Test
  void theCommandThatTriesDeadLettersAgainSaysWhatBecameOfThem(@SharedSuite Suite suite) {
    assertThat(suite.succeed("audit", "replay").out())
        .matches(
            "(?s)\\d+ dead letters: \\d+ stored now, \\d+ in the trail already, \\d+ left\\..*");
  }
}
