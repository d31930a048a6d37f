package dev.gatehouse.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoUpstreamTest {

  private static final String META =
      "'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
          + " 'io.modelcontextprotocol/clientCapabilities': {}}";

  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static DemoUpstream upstream;

  @BeforeAll
  static void start() throws Exception {
    upstream = DemoUpstream.start(VERTX, 0, "secret");
  }

  @AfterAll
  static void stop() {
    upstream.close();
    VERTX.close();
  }

  private record Answer(int status, JsonNode body) {}

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong", "Basic secret", "secret"})
  void answersNobodyWithoutItsCredential(String authorization) throws Exception {
    var request = request("{'jsonrpc':'2.0','id':1,'method':'ping'}");
    if (!authorization.isEmpty()) {
      request.setHeader("Authorization", authorization);
    } else {
      request =
          HttpRequest.newBuilder(URI.create(upstream.url()))
              .POST(HttpRequest.BodyPublishers.noBody());
    }

    var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, 2025-11-25",
    "2025-06-18, 2025-06-18",
    "2024-11-05, 2024-11-05",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25",
  })
  void agreesOnALegacyRevision(String asked, String agreed) throws Exception {
    var answer =
        send(
            "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'%s',"
                    .formatted(asked)
                + "'capabilities':{},'clientInfo':{'name':'t','version':'1'}}}");

    assertThat(answer.body().path("result").path("protocolVersion").asText()).isEqualTo(agreed);
    assertThat(answer.body().path("result").path("capabilities").has("tools")).isTrue();
  }

  @Test
  void takesNotificationsSilently() throws Exception {
    var answer = send("{'jsonrpc':'2.0','method':'notifications/initialized'}");

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void listsItsToolsToLegacyClients() throws Exception {
    var answer =
        send(
            "{'jsonrpc':'2.0','id':'a','method':'tools/list'}",
            "MCP-Protocol-Version",
            "2025-11-25");

    assertThat(answer.body().path("id").asText()).isEqualTo("a");
    assertThat(answer.body().path("result").path("tools").findValuesAsText("name"))
        .containsExactly("echo", "add", "current_time", "word_count");
    assertThat(answer.body().path("result").has("resultType")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo | {'message':'hello'} | hello",
        "add | {'a':2,'b':0.5} | 2.5",
        "add | {'a':1e2,'b':-100} | 0",
        "word_count | {'text':' one  two three '} | 3",
        "word_count | {'text':''} | 0",
      })
  void callsItsTools(String tool, String arguments, String text) throws Exception {
    var result = call(tool, arguments).body().path("result");

    assertThat(result.path("content").path(0).path("text").asText()).isEqualTo(text);
    assertThat(result.path("isError").asBoolean()).isFalse();
  }

  @Test
  void tellsTheTimeInAZone() throws Exception {
    var result = call("current_time", "{'timezone':'Asia/Kolkata'}").body().path("result");

    assertThat(result.path("content").path(0).path("text").asText()).endsWith("+05:30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo | {} | message must be a string.",
        "add | {'a':'1','b':2} | a must be a number.",
        "add | {'a':1e999999,'b':2} | a is too large or too small.",
        "current_time | {'timezone':'Moon/Base'} | timezone must be an IANA name.",
      })
  void saysWhatIsWrongWithAnArgument(String tool, String arguments, String text) throws Exception {
    var result = call(tool, arguments).body().path("result");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").path(0).path("text").asText()).isEqualTo(text);
  }

  @Test
  void knowsNoOtherTool() throws Exception {
    assertThat(call("rm", "{}").body().path("error").path("code").asInt()).isEqualTo(-32602);
  }

  @Test
  void discoversModernClients() throws Exception {
    var answer = modern("server/discover", "{%s}".formatted(META));

    var result = answer.body().path("result");
    assertThat(result.path("supportedVersions").path(0).asText()).isEqualTo("2026-07-28");
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.path("cacheScope").asText()).isEqualTo("public");
    assertThat(result.path("ttlMs").isInt()).isTrue();
  }

  @Test
  void listsItsToolsToModernClients() throws Exception {
    var result = modern("tools/list", "{%s}".formatted(META)).body().path("result");

    assertThat(result.path("tools").size()).isEqualTo(4);
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
  }

  @Test
  void callsItsToolsForModernClients() throws Exception {
    var answer =
        modern(
            "tools/call",
            "{'name':'echo','arguments':{'message':'hi'},%s}".formatted(META),
            "Mcp-Name",
            "echo");

    assertThat(answer.body().path("result").path("content").path(0).path("text").asText())
        .isEqualTo("hi");
    assertThat(answer.body().path("result").path("resultType").asText()).isEqualTo("complete");
  }

  @Test
  void refusesAModernCallWhoseHeaderNamesAnotherTool() throws Exception {
    var answer =
        modern(
            "tools/call",
            "{'name':'echo','arguments':{'message':'hi'},%s}".formatted(META),
            "Mcp-Name",
            "add");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").path("code").asInt()).isEqualTo(-32020);
  }

  @Test
  void refusesAModernRequestWithoutCapabilities() throws Exception {
    var answer =
        modern("tools/list", "{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").path("code").asInt()).isEqualTo(-32602);
  }

  @Test
  void namesTheRevisionItSpeaksToOthers() throws Exception {
    var answer =
        send(
            "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':"
                + "{'io.modelcontextprotocol/protocolVersion':'2030-01-01'}}}",
            "MCP-Protocol-Version",
            "2030-01-01",
            "Mcp-Method",
            "tools/list");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").path("code").asInt()).isEqualTo(-32022);
    assertThat(answer.body().path("error").path("data").path("supported").path(0).asText())
        .isEqualTo("2026-07-28");
  }

  @Test
  void answersUnknownMethodsInTheWayOfTheEra() throws Exception {
    var legacy = send("{'jsonrpc':'2.0','id':1,'method':'prompts/list'}");
    var modern = modern("prompts/list", "{%s}".formatted(META));

    assertThat(legacy.status()).isEqualTo(200);
    assertThat(modern.status()).isEqualTo(404);
    assertThat(legacy.body().path("error").path("code").asInt()).isEqualTo(-32601);
    assertThat(modern.body().path("error").path("code").asInt()).isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{'id':1}", "[{'jsonrpc':'2.0','id':1,'method':'ping'}]"})
  void refusesWhatIsNoMessage(String body) throws Exception {
    assertThat(send(body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void takesOnlyPosts(String method) throws Exception {
    var request = request("{}").method(method, HttpRequest.BodyPublishers.noBody()).build();

    assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  private static Answer call(String tool, String arguments) throws Exception {
    return send(
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s','arguments':%s}}"
            .formatted(tool, arguments));
  }

  private static Answer modern(String method, String params, String... headers) throws Exception {
    var all = Arrays.copyOf(headers, headers.length + 4);
    System.arraycopy(
        new String[] {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method},
        0,
        all,
        headers.length,
        4);
    return send(
        "{'jsonrpc':'2.0','id':1,'method':'%s','params':%s}".formatted(method, params), all);
  }

  private static Answer send(String json, String... headers) throws Exception {
    var request = request(json);
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        Json.mapper().readTree(answer.body().isEmpty() ? "{}" : answer.body()));
  }

  private static HttpRequest.Builder request(String json) {
    return HttpRequest.newBuilder(URI.create(upstream.url()))
        .header("Authorization", "Bearer secret")
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
  }
}
