package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

  @ParameterizedTest
  @CsvSource({
    "/mcp, gateway",
    "/mcp/, gateway",
    "/mcp?a=/../b, gateway",
    "/mcp/default/demo, gateway",
    "/mcp/default/demo/, gateway",
    "/mcp/default/demo/sse, gateway",
    "/mcp/sse, gateway",
    "/mcp/api/me, gateway",
    "/api/mcp, gateway",
    "/api/mcp/execute, gateway",
    "/api/mcp/servers/one/tools, gateway",
    "/agent/mcp, gateway",
    "/agent/mcp/execute, gateway",
    "/api/v1/gateways/default~demo/mcp, gateway",
    "/api/v1/gateways/default%7Edemo/mcp, gateway",
    "/.well-known/oauth-protected-resource, gateway",
    "/.well-known/oauth-protected-resource/mcp/default/demo, gateway",
    "/oauth, auth",
    "/oauth/token, auth",
    "/oauth/jwks, auth",
    "/login, auth",
    "/login/callback, auth",
    "/consent/42, auth",
    "/.well-known/oauth-authorization-server, auth",
    "/.well-known/openid-configuration, auth",
    "/api/orgs, auth",
    "/api/orgs/42/members, auth",
    "/api/members, auth",
    "/api/members/42, auth",
    "/api/api-keys, auth",
    "/api/api-keys/42, auth",
    "/api/clients/42, auth",
    "/api/me, auth",
    "/api/me/password, auth",
    "/api/me/consents, auth",
    "/api/me/consents/42, auth",
    "/api/mcps/42/test, connector-sync",
    "/api/mcps/a%2Fb/test, connector-sync",
    "/api/mcps/42/%74est, connector-sync",
    "/api/mcps/42/oauth, connector-sync",
    "/api/mcps/42/oauth/start, connector-sync",
    "/api/mcps/42/oauth/callback?code=1, connector-sync",
    "/connect/ticket, connector-sync",
    "/api/sync/42, connector-sync",
    "/api/connectors/42, registry",
    "/api/mcps, registry",
    "/api/mcps/, registry",
    "/api/mcps/42, registry",
    "/api/mcps/42/tools, registry",
    "/api/mcps/42/test/more, registry",
    "/api/mcps/42/oauthx, registry",
    "/api/gateways, registry",
    "/api/gateways/42/tools/43, registry",
    "/api/agents/42/mcps, registry",
    "/api/runners/42/mcps, registry",
    "/api/mcp-registry/search, registry",
    "/v0.1/servers/io.github.example%2Fserver/versions, registry",
    "/v0/servers, registry",
    "/api/audit, audit",
    "/api/audit/events, audit",
  })
  void sendsEachPathToItsService(String target, String service) {
    assertThat(route(target)).contains(service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/internal",
        "/internal/bootstrap",
        "/%69nternal/bootstrap",
        "/q/health",
        "/q/metrics",
        "/metrics",
        "/mcpx",
        "/mcp%2Fx",
        "/MCP",
        "/api",
        "/api/",
        "/api/me/",
        "/api/mex",
        "/api/me/internal",
        "/api/mcpx/1",
        "/api/v1/gateways/mcp",
        "/api/v1/gateways/a/b/mcp",
        "/api/v1/gateways/a/mcp/b",
        "/.well-known/oauth-authorization-server/x",
        "/v0x/servers",
        "/v0%2E2/servers",
      })
  void servesNothingElse(String target) {
    assertThat(RequestPath.segments(target)).isPresent();
    assertThat(route(target)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "mcp",
        "localhost:8080",
        "http://localhost/mcp",
        "/mcp/../internal/bootstrap",
        "/mcp/..",
        "/mcp/.",
        "/./mcp",
        "/mcp/..;x=1/internal",
        "/mcp/..%3Bx=1/internal",
        "/mcp/%2e%2e/internal",
        "/mcp/.%2E/internal",
        "/mcp/%2E%2e%2finternal",
        "/mcp/..%2finternal",
        "/mcp/a%2F..%2F..%2Finternal",
        "/mcp/./x",
        "/mcp//x",
        "//internal/bootstrap",
        "//mcp",
        "/mcp//",
        "/mcp/a\\b",
        "/mcp/%5c..%5cinternal",
        "/mcp/%00",
        "/mcp/%7F",
        "/mcp/a%0d%0ab",
        "/mcp/%zz",
        "/mcp/%4",
        "/mcp/%",
        "/mcp#x",
        "/mcp/a b",
        "/mcp/\u00e9",
        "/api/mcps/1/test;x",
      })
  void passesOnNoPathThatCouldBeReadInTwoWays(String target) {
    assertThat(RequestPath.segments(target)).isEmpty();
  }

  @Test
  void hidesNoRowBehindAnEarlierOne() {
    for (Route row : RouteTable.ROWS) {
      String example = row.pattern().replace("/**", "/x").replace("*", "any");

      assertThat(route(example)).as(row.pattern()).contains(row.service());
    }
  }

  private static Optional<String> route(String target) {
    return RequestPath.segments(target).flatMap(RouteTable::serviceOf);
  }
}
