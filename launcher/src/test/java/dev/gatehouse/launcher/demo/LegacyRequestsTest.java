package dev.gatehouse.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyRequestsTest extends DemoFixture {
  private static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "MCP-Protocol-Version";
  private static final String PING = "{'jsonrpc':'2.0','id':1,'method':'ping'}";
  private static final String INITIALIZED =
      "{'jsonrpc':'2.0','method':'notifications/initialized'}";

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, 2025-11-25",
    "2025-06-18, 2025-06-18",
    "2024-11-05, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25",
  })
  void agreesOnARevisionAndOpensASession(String asked, String agreed) throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'%s',"
                    .formatted(asked)
                + "'capabilities':{},'clientInfo':{'name':'t','version':'1'}}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue(SESSION)).isPresent();
    assertThat(answer.result().path("protocolVersion").asText()).isEqualTo(agreed);
    assertThat(answer.result().path("capabilities").has("tools")).isTrue();
    assertThat(answer.result().path("serverInfo").path("name").asText())
        .isEqualTo("gatehouse-demo");
  }

  @Test
  void answersAPing() throws Exception {
    var answer = client.send(PING, SESSION, client.initialize(), VERSION, "2025-11-25");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INITIALIZED,
        "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}",
        "{'jsonrpc':'2.0','id':9,'result':{}}",
      })
  void takesMessagesThatNeedNoAnswer(String message) throws Exception {
    var answer = client.send(message, SESSION, client.initialize());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().isMissingNode()).isTrue();
  }

  @Test
  void listsItsTools() throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':'a','method':'tools/list'}", SESSION, client.initialize());

    assertThat(answer.body().path("id").asText()).isEqualTo("a");
    assertThat(answer.result().fieldNames()).toIterable().containsExactly("tools");
    assertThat(answer.result().path("tools").findValuesAsText("name"))
        .containsExactly(
            "echo", "add", "current_time", "word_count", "roll_dice", "remember", "recall");
  }

  @Test
  void callsATool() throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':"
                + "{'name':'echo','arguments':{'message':'hi'}}}",
            SESSION,
            client.initialize());

    assertThat(answer.result()).hasToString("{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
  }

  @ParameterizedTest
  @CsvSource({"prompts/list, -32601", "server/discover, -32601", "tools/call, -32602"})
  void answersWhatItCannotDoWithAnErrorOfJsonRpc(String method, int code) throws Exception {
    var answer =
        client.send(
            "{'jsonrpc':'2.0','id':1,'method':'%s'}".formatted(method),
            SESSION,
            client.initialize());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.errorCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {PING, INITIALIZED})
  void wantsASession(String message) throws Exception {
    assertThat(client.send(message).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {PING, INITIALIZED})
  void doesNotKnowAnotherSession(String message) throws Exception {
    assertThat(client.send(message, SESSION, "0").status()).isEqualTo(404);
  }

  @Test
  void refusesARevisionThatItDoesNotSpeak() throws Exception {
    var answer = client.send(PING, SESSION, client.initialize(), VERSION, "1999-01-01");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void endsASession() throws Exception {
    String session = client.initialize();
    var delete =
        client.post("").setHeader(SESSION, session).method("DELETE", BodyPublishers.noBody());

    var ended = client.send(delete);

    assertThat(ended.status()).isEqualTo(204);
    assertThat(client.send(PING, SESSION, session).status()).isEqualTo(404);
    assertThat(client.send(delete).status()).isEqualTo(404);
  }
}
