package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Secret;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One call for each place that a secret can be in: fields, headers and URLs of arguments, results,
 * failures and errors of the upstream, headers and URL of the request. Beside the secret there is a
 * text that is none, and on record: or else nothing had been recorded that could have leaked.
 */
record CanaryCalls(
    String url, Workspace workspace, WeatherServer upstream, Secret control, Secret canary) {
  private static final String TOOL = "get_forecast";

  void make() {
    Map<String, String> controls = new LinkedHashMap<>();
    String secret = canary.text();
    for (Map.Entry<String, ?> argument :
        Map.of(
                "password",
                secret,
                "headers",
                Map.of("Authorization", "Bearer " + secret, "X-Api-Key", secret),
                "url",
                "https://someone:%s@weather.example/today?access_token=%s"
                    .formatted(secret, secret))
            .entrySet()) {
      String open = control.text() + "-in-" + argument.getKey();
      Map<String, Object> arguments = Map.of("note", open, argument.getKey(), argument.getValue());
      controls.put(send(request(arguments)), open);
    }
    String told = control.text() + "-told";
    upstream.tell(told + " password=" + secret);
    for (String way : List.of("result", "failure", "error")) {
      controls.put(send(request(Map.of("tell", way))), told);
    }
    send(request(Map.of()).header("X-Access-Token", secret).header("Cookie", "token=" + secret));
    send(
        McpRequest.call(url + "?access_token=" + secret, TOOL, Map.of())
            .modern()
            .bearer(workspace.apiKey()));
    awaitRecorded(controls);
  }

  private McpRequest request(Map<String, ?> arguments) {
    return McpRequest.call(url, TOOL, arguments).modern().bearer(workspace.apiKey());
  }

  /** Whatever comes of it; returns its trace. */
  private static String send(McpRequest request) {
    String trace = AuditTrail.newTrace();
    request.header("traceparent", AuditTrail.traceParent(trace)).send();
    return trace;
  }

  /**
   * @param controls what the record of a trace has in it
   */
  private void awaitRecorded(Map<String, String> controls) {
    await()
        .atMost(MarkedCalls.ARRIVAL)
        .pollInterval(Duration.ofSeconds(1))
        .pollInSameThread()
        .untilAsserted(() -> {
          List<String> records = records();
          controls.forEach((trace, open) ->
              assertThat(records)
                  .filteredOn(record -> record.contains(trace))
                  .singleElement()
                  .asString()
                  .contains(open));
        });
  }

  private List<String> records() {
    try (Stream<String> lines =
        workspace.rest().lines("/api/audit/export?action=tool.call&tool=" + TOOL)) {
      return lines.toList();
    }
  }
}
