package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import java.util.Map;

/** The tool of the demo upstream that journeys call when npm has no part in them. */
final class DemoTool {
  static final String NAME = "echo";

  private DemoTool() {}

  static Map<String, String> saying(String text) {
    return Map.of("message", text);
  }

  /** Calls it as part of a trace; returns once the answer, with the right content, is here. */
  static void call(String url, String bearer, String trace) {
    callAs(NAME, url, bearer, trace);
  }

  /** The same where a gateway exposes it under another name. */
  static void callAs(String name, String url, String bearer, String trace) {
    JsonNode result =
        McpRequest.call(url, name, saying(trace))
            .modern()
            .bearer(bearer)
            .header("traceparent", AuditTrail.traceParent(trace))
            .result();
    assertThat(result.path("isError").asBoolean(false)).isFalse();
    assertThat(result.at("/content/0/text").textValue()).contains(trace);
  }
}
