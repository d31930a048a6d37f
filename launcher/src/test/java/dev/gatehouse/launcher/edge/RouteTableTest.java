package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.suite.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

  @ParameterizedTest
  @CsvSource({
    "/mcp, GATEWAY",
    "/mcp/default/demo, GATEWAY",
    "/mcp/default/demo/sse, GATEWAY",
    "/mcp/sse, GATEWAY",
    "/api/mcp/execute, GATEWAY",
    "/api/mcp/servers/one/tools, GATEWAY",
    "/agent/mcp/execute, GATEWAY",
    "/api/v1/gateways/default~demo/mcp, GATEWAY",
    "/.well-known/oauth-protected-resource, GATEWAY",
    "/.well-known/oauth-protected-resource/mcp/default/demo, GATEWAY",
    "/oauth/token, AUTH",
    "/oauth/jwks, AUTH",
    "/login, AUTH",
    "/login/callback, AUTH",
    "/consent/42, AUTH",
    "/.well-known/oauth-authorization-server, AUTH",
    "/.well-known/openid-configuration, AUTH",
    "/api/orgs, AUTH",
    "/api/orgs/42/members, AUTH",
    "/api/members/42, AUTH",
    "/api/api-keys, AUTH",
    "/api/api-keys/42, AUTH",
    "/api/clients/42, AUTH",
    "/api/me, AUTH",
    "/api/mcps/42/test, CONNECTOR_SYNC",
    "/api/mcps/42/oauth/start, CONNECTOR_SYNC",
    "/api/mcps/42/oauth/callback, CONNECTOR_SYNC",
    "/connect/ticket, CONNECTOR_SYNC",
    "/api/sync/42, CONNECTOR_SYNC",
    "/api/connectors/42, REGISTRY",
    "/api/mcps, REGISTRY",
    "/api/mcps/42, REGISTRY",
    "/api/mcps/42/tools, REGISTRY",
    "/api/gateways, REGISTRY",
    "/api/gateways/42/tools/43, REGISTRY",
    "/api/agents/42/mcps, REGISTRY",
    "/api/runners/42/mcps, REGISTRY",
    "/api/mcp-registry/search, REGISTRY",
    "/v0.1/servers/io.github.example%2Fserver/versions, REGISTRY",
    "/v0/servers, REGISTRY",
    "/api/audit/events, AUDIT",
  })
  void sendsEachPathToItsService(String path, Service service) {
    assertThat(RouteTable.find(path)).contains(service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "*",
        "/internal",
        "/internal/bootstrap",
        "/q/health",
        "/q/metrics",
        "/metrics",
        "/mcpx",
        "/api",
        "/api/",
        "/api/mex",
        "/api/me/internal",
        "/api/mcpx/1",
        "/api/v1/gateways/a/b/mcp",
        "/api/v1/gateways//mcp",
        "/.well-known/oauth-authorization-server/x",
        "//internal/bootstrap",
      })
  void servesNothingElse(String path) {
    assertThat(RouteTable.find(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp/../internal/bootstrap",
        "/mcp/..;x=1/internal",
        "/mcp/%2e%2e/internal",
        "/mcp/%2E%2e%2finternal",
        "/mcp/..%2finternal",
        "/mcp/./x",
        "/mcp//internal",
        "/mcp/%5c..%5cinternal",
        "/mcp/%00",
        "/mcp/a%0d%0ab",
        "/mcp/%zz",
      })
  void sendsNoPathThatCouldBeReadInTwoWays(String path) {
    assertThat(RouteTable.find(path)).isEmpty();
  }

  @Test
  void noRowHidesALaterOne() {
    for (int i = 0; i < RouteTable.ROWS.size(); i++) {
      var row = RouteTable.ROWS.get(i);
      var example = row.pattern().replace("/**", "/x").replace("*", "any");

      assertThat(RouteTable.find(example))
          .as("row %d, %s", i, row.pattern())
          .contains(row.service());
    }
  }
}
