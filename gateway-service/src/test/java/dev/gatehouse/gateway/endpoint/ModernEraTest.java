package dev.gatehouse.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class ModernEraTest {
  private static final Map<String, String> LIST_HEADERS =
      Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list");

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private Mcp client;

  @BeforeEach
  void aGateway() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
    organisation = new Organisation(view, catalog).connector(upstream.uri()).tool("get_a");
    organisation.tool(
        "get_region",
        "get_region",
        "{\"inputSchema\":{\"type\":\"object\",\"properties\":{\"region\":"
            + "{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}",
        null);
    organisation.gateway("g");
    client = new Mcp(organisation.path("g"), organisation.key());
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @Test
  void tellsWhatItSpeaks() {
    client
        .modern("server/discover", "{}")
        .statusCode(200)
        .header("Mcp-Session-Id", nullValue())
        .body("result.resultType", equalTo("complete"))
        .body("result.supportedVersions", contains("2026-07-28"))
        .body("result.capabilities.tools", notNullValue())
        .body("result.ttlMs", equalTo(0))
        .body("result.cacheScope", equalTo("private"))
        .body("result._meta.'io.modelcontextprotocol/serverInfo'.name", equalTo("gatehouse"));
  }

  @Test
  void listsToolsForThisCallerOnly() {
    client
        .modern("tools/list", "{}")
        .statusCode(200)
        .body("result.tools.name", contains("get_a", "get_region"))
        .body("result.resultType", equalTo("complete"))
        .body("result.cacheScope", equalTo("private"));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void callsAnUpstreamOfEitherEra(Speaks speaks) {
    try (UpstreamFixture other = UpstreamFixture.start(vertx, speaks)) {
      organisation.connector(other.uri()).tool("get_other").gateway("g");

      client
          .modernCall("get_other", "{}")
          .statusCode(200)
          .body("result.resultType", equalTo("complete"))
          .body("result.content[0].text", equalTo("done"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"})
  void saysThatAMethodIsUnknown(String method) {
    client
        .modern(method, "{}")
        .statusCode(404)
        .body("error.code", equalTo(-32601))
        .body("id", equalTo("r1"));
  }

  @Test
  void refusesHeadersThatSayAnotherMethodThanTheBody() {
    client
        .post(LIST_HEADERS, Mcp.request("server/discover", Mcp.withMeta("{}")))
        .statusCode(400)
        .body("error.code", equalTo(-32020))
        .body("id", equalTo("r1"));
  }

  @Test
  void refusesHeadersThatSayAnotherToolThanTheBody() {
    client
        .post(
            Map.of(
                "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "x"),
            Mcp.request("tools/call", Mcp.withMeta(Mcp.callParams("get_a", "{}"))))
        .statusCode(400)
        .body("error.code", equalTo(-32020));

    assertThat(upstream.seen("tools/call")).isEmpty();
  }

  @Test
  void refusesARequestWithoutTheVersionHeader() {
    client
        .post(Map.of("Mcp-Method", "tools/list"), Mcp.request("tools/list", Mcp.withMeta("{}")))
        .statusCode(400)
        .body("error.code", equalTo(-32020));
  }

  @Test
  void refusesARevisionThatItDoesNotSpeakAndSaysWhichItDoes() {
    String body = Mcp.request("tools/list", Mcp.withMeta("{}")).replace("2026-07-28", "2031-01-01");

    client
        .post(Map.of("MCP-Protocol-Version", "2031-01-01", "Mcp-Method", "tools/list"), body)
        .statusCode(400)
        .body("error.code", equalTo(-32022))
        .body("error.data.supported", contains("2026-07-28"))
        .body("error.data.requested", equalTo("2031-01-01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clientCapabilities", "protocolVersion"})
  void refusesARequestThatDoesNotDeclareItself(String field) {
    String body =
        Mcp.request("tools/list", Mcp.withMeta("{}"))
            .replace("io.modelcontextprotocol/" + field, "vendor/" + field);

    client
        .post(LIST_HEADERS, body)
        .statusCode(400)
        .body("error.code", equalTo(-32602))
        .body("error.message", containsString(field));
  }

  @Test
  void doesNotAskForClientInfo() {
    String body =
        Mcp.request("tools/list", Mcp.withMeta("{}"))
            .replace("io.modelcontextprotocol/clientInfo", "vendor/info");

    client.post(LIST_HEADERS, body).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "=?base64?!?=", "=?base64?ZXU?=", "=?base64?ZX!U=?="})
  void refusesMirroredArgumentsThatDisagree(String header) {
    client
        .post(regionHeaders(header), regionCall("eu"))
        .statusCode(400)
        .body("error.code", equalTo(-32020));
  }

  @Test
  void refusesAnArgumentThatTheHeadersLeaveOut() {
    Map<String, String> headers = new HashMap<>(regionHeaders("eu"));
    headers.remove("Mcp-Param-Region");

    client.post(headers, regionCall("eu")).statusCode(400).body("error.code", equalTo(-32020));
  }

  @Test
  void mirrorsArgumentsToAModernUpstream() {
    client.post(regionHeaders("=?base64?csOpZw==?="), regionCall("rég")).statusCode(200);

    assertThat(upstream.seen("tools/call").getFirst().headers())
        .containsEntry("mcp-param-region", "=?base64?csOpZw==?=")
        .containsEntry("mcp-name", "get_region");
  }

  @Test
  void passesVendorMetaOnAndSetsItsOwnProtocolFields() {
    String params =
        Mcp.withMeta(Mcp.callParams("get_a", "{}"))
            .replace("\"_meta\":{", "\"_meta\":{\"acme/x\":[1],\"baggage\":\"b=1\",");

    client
        .post(
            Map.of(
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "get_a"),
            Mcp.request("tools/call", params))
        .statusCode(200);

    String sent = upstream.seen("tools/call").getFirst().body().getJsonObject("params").encode();
    assertThat(sent)
        .contains("\"acme/x\":[1]", "\"name\":\"gatehouse\"", "traceparent")
        .doesNotContain("baggage", "\"name\":\"t\"");
  }

  private static Map<String, String> regionHeaders(String region) {
    return Map.of(
        "MCP-Protocol-Version",
        "2026-07-28",
        "Mcp-Method",
        "tools/call",
        "Mcp-Name",
        "get_region",
        "Mcp-Param-Region",
        region);
  }

  private static String regionCall(String region) {
    return Mcp.request(
        "tools/call",
        Mcp.withMeta(Mcp.callParams("get_region", "{\"region\":\"" + region + "\"}")));
  }
}
