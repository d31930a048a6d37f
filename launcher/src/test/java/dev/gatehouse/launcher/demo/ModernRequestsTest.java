package dev.gatehouse.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModernRequestsTest extends DemoFixture {

  @Test
  void tellsWhatItSpeaks() throws Exception {
    var answer = client.modern("server/discover", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Mcp-Session-Id")).isEmpty();
    assertThat(answer.result().path("supportedVersions").path(0).asText()).isEqualTo("2026-07-28");
    assertThat(answer.result().path("resultType").asText()).isEqualTo("complete");
    assertThat(answer.result().path("cacheScope").asText()).isEqualTo("public");
    assertThat(answer.result().path("ttlMs").isInt()).isTrue();
  }

  @Test
  void listsItsTools() throws Exception {
    var answer = client.modern("tools/list", "");

    assertThat(answer.result().path("tools")).hasSize(7);
    assertThat(answer.result().path("resultType").asText()).isEqualTo("complete");
    assertThat(answer.result().path("cacheScope").asText()).isEqualTo("public");
  }

  @Test
  void callsATool() throws Exception {
    var answer = client.call("add", "{'a':1,'b':2}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("id").asText()).isEqualTo("m");
    assertThat(answer.result().path("resultType").asText()).isEqualTo("complete");
    assertThat(answer.result().path("structuredContent").path("sum").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "Mcp-Name, add",
    "Mcp-Name, =?base64?%%?=",
    "Mcp-Method, tools/list",
    "MCP-Protocol-Version, 2025-11-25",
  })
  void refusesHeadersThatSayOtherThanTheBody(String header, String value) throws Exception {
    var answer =
        client.modern(
            "tools/call", "'name':'echo','arguments':{}", "Mcp-Name", "echo", header, value);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo(-32020);
  }

  @Test
  void refusesACallWithoutTheHeaderOfItsName() throws Exception {
    var answer = client.modern("tools/call", "'name':'echo','arguments':{}");

    assertThat(answer.errorCode()).isEqualTo(-32020);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | -32602",
        "{'_meta':{'io.modelcontextprotocol/clientCapabilities':{}}} | -32602",
        "{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}} | -32602",
      })
  void wantsTheMetaThatARequestMustCarry(String params, int code) throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':%s}".formatted(params),
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/list");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo(code);
  }

  @Test
  void namesTheRevisionsThatItSpeaks() throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':"
                + "{'io.modelcontextprotocol/protocolVersion':'2030-01-01'}}}",
            "MCP-Protocol-Version",
            "2030-01-01",
            "Mcp-Method",
            "tools/list");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo(-32022);
    assertThat(answer.body().path("error").path("data"))
        .hasToString("{\"supported\":[\"2026-07-28\"],\"requested\":\"2030-01-01\"}");
  }

  @ParameterizedTest
  @CsvSource({"ping, 404, -32601", "prompts/list, 404, -32601", "initializ, 404, -32601"})
  void doesNotHaveOtherMethods(String method, int status, int code) throws Exception {
    var answer = client.modern(method, "");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(code);
  }

  @Test
  void hasOnePageOnly() throws Exception {
    assertThat(client.modern("tools/list", "'cursor':'2'").errorCode()).isEqualTo(-32602);
  }

  @Test
  void doesNotKnowOtherTools() throws Exception {
    assertThat(client.call("rm", "{}").errorCode()).isEqualTo(-32602);
  }
}
