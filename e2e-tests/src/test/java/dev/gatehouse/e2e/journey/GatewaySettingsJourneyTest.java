package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.GatewayReplica;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator can switch off. */
class GatewaySettingsJourneyTest {
  private static final Duration REACH = Duration.ofSeconds(20);

  @Test
  void withMcpSwitchedOffItsUrlsAreNotThere(@SharedSuite Suite suite) {
    try (GatewayReplica gateway =
        GatewayReplica.start(suite, Map.of("GATEHOUSE_MCP_ENABLED", "false"))) {
      Endpoints endpoints = suite.endpoints();
      String url = gateway.at(endpoints.demo().url()).toString();

      Answer posted = McpRequest.list(url).bearer(endpoints.apiKey()).send();

      assertThat(posted.status()).isEqualTo(404);
      String origin = url.substring(0, url.indexOf("/mcp/"));
      Rest rest = new Rest(origin, endpoints.apiKey());
      assertThat(rest.get(url.substring(origin.length())).status()).isEqualTo(404);
      assertThat(rest.get(url.substring(origin.length()) + "/sse").status()).isEqualTo(404);
    }
  }

  @Test
  void withoutSignInWhereALocalRunAsksForIt(@SharedSuite Suite suite) {
    try (GatewayReplica gateway =
        GatewayReplica.start(suite, Map.of("GATEHOUSE_ACCESS_OPEN", "true"))) {
      String url = gateway.at(suite.endpoints().demo().url()).toString();

      await()
          .atMost(REACH)
          .untilAsserted(() ->
              assertThat(Workspace.toolNames(McpRequest.list(url).result()))
                  .contains(DemoTool.NAME));
      assertThat(McpRequest.list(suite.endpoints().demo().url()).send().status()).isEqualTo(401);
    }
  }
}
