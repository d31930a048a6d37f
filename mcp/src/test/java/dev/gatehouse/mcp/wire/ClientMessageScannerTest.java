package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageScannerTest {

  @Test
  void findsWhatRoutesACallAndTheRangesOfTheRest() {
    String body =
        """
        {"jsonrpc":"2.0", "id" : "a\\u0041" ,"method":"tools/call","params":{ "name":"b\\u00e9",
          "arguments" : {"x":[1,2,{"y":"}"}], "n":-1.5e3} ,
          "_meta":{"progressToken":17,"traceparent":"00-a","vendor/key" : {"z":1},
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo":{"name":"c","version":"2","extra":[1]}}}}
        """;

    ClientMessage.Request request = request(body);

    assertThat(request.id().text(request.body())).isEqualTo("\"a\\u0041\"");
    assertThat(request.method()).isEqualTo("tools/call");
    RequestParams params = request.params();
    assertThat(params.name()).isEqualTo("bé");
    assertThat(params.arguments().text(request.body()))
        .isEqualTo("{\"x\":[1,2,{\"y\":\"}\"}], \"n\":-1.5e3}");
    RequestMeta meta = params.meta();
    assertThat(meta.protocolVersion()).isEqualTo("2026-07-28");
    assertThat(meta.clientCapabilities().text(request.body())).isEqualTo("{}");
    assertThat(meta.clientName()).isEqualTo("c");
    assertThat(meta.progressToken().text(request.body())).isEqualTo("17");
    assertThat(meta.traceParent()).isEqualTo("00-a");
    assertThat(meta.others())
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.text(request.body())).isEqualTo("\"vendor/key\" : {\"z\":1}"));
  }

  @Test
  void tellsANotificationByItsMissingId() {
    ClientMessage message = scan("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    assertThat(message)
        .isInstanceOfSatisfying(
            ClientMessage.Notification.class,
            notification ->
                assertThat(notification.method()).isEqualTo("notifications/initialized"));
  }

  @Test
  void tellsAResponseOfTheClient() {
    ClientMessage message = scan("{\"result\":{\"a\":[1]},\"id\":7,\"jsonrpc\":\"2.0\"}");

    assertThat(message)
        .isInstanceOfSatisfying(
            ClientMessage.Response.class,
            response ->
                assertThat(response.result().text(response.body())).isEqualTo("{\"a\":[1]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " \n[{\"jsonrpc\":\"2.0\"}]", "["})
  void reportsABatchAsSuch(String body) {
    assertThat(scan(body)).isInstanceOf(ClientMessage.Batch.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-32LE"})
  void aBatchInAnotherEncodingIsNone(String encoding) {
    byte[] body =
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"
            .getBytes(java.nio.charset.Charset.forName(encoding));

    assertThat(ClientMessageScanner.scan(body, ScanLimits.REQUEST))
        .isInstanceOfSatisfying(
            ClientMessage.Malformed.class,
            malformed -> assertThat(malformed.flaw()).isEqualTo(Flaw.NOT_UTF8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NOT_JSON | {",
        "NOT_JSON | hello",
        "NOT_JSON | {\"jsonrpc\":\"2.0\",}",
        "NOT_JSON | {\"jsonrpc\":\"2.0\",\"id\":01}",
        "NOT_JSON | {'jsonrpc':\"2.0\"}",
        "NOT_AN_OBJECT | \"text\"",
        "NOT_AN_OBJECT | 17",
        "TRAILING_DATA | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"} {}",
        "TRAILING_DATA | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}x",
        "DUPLICATE_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"method\":\"n\"}",
        "DUPLICATE_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"m\\u0065thod\":\"n\"}",
        "DUPLICATE_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"arguments\":{\"a\":{\"b\":1,\"b\":2}}}}",
        "MISSPELT_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"m\"}",
        "MISSPELT_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"param\\u017f\":{}}",
        "MISSPELT_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"NAME\":\"x\"}}",
        "MISSPELT_KEY | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"method\\u0000\":\"n\"}",
        "NOT_JSON_RPC | {\"id\":1,\"method\":\"m\"}",
        "NOT_JSON_RPC | {\"jsonrpc\":2.0,\"id\":1,\"method\":\"m\"}",
        "BAD_ID | {\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}",
        "BAD_ID | {\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"m\"}",
        "BAD_ID | {\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}",
        "BAD_METHOD | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":[1]}",
        "NO_METHOD | {\"jsonrpc\":\"2.0\",\"id\":1}",
        "AMBIGUOUS | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"result\":{}}",
        "BAD_PARAMS | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[1]}",
        "BAD_PARAMS | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"name\":{\"a\":1}}}",
        "BAD_PARAMS | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"arguments\":\"{}\"}}",
        "BAD_META | {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"_meta\":1}}"
      })
  void refusesWhatAnotherReaderCouldTakeForSomethingElse(Flaw flaw, String body) {
    assertThat(flaw(scan(body))).isEqualTo(flaw);
  }

  @Test
  void givesTheIdOfAMessageWithBadParamsBeforeIt() {
    ClientMessage message = scan("{\"jsonrpc\":\"2.0\",\"params\":[1],\"method\":\"m\",\"id\":5}");

    assertThat(message)
        .isInstanceOfSatisfying(
            ClientMessage.Malformed.class,
            malformed -> assertThat(malformed.id()).isEqualTo(bytes("5")));
  }

  @Test
  void takesNullArgumentsForNone() {
    ClientMessage.Request request =
        request(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":null}}");

    assertThat(request.params().arguments().present()).isFalse();
  }

  @Test
  void refusesDeepNesting() {
    String deep =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"arguments\":{\"a\":";
    String body = deep + "[".repeat(50_000) + "]".repeat(50_000) + "}}}";

    assertThat(flaw(scan(body))).isEqualTo(Flaw.TOO_DEEP);
  }

  @Test
  void refusesTooManyKeys() {
    StringBuilder body = new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"");
    for (int i = 0; i < 10_000; i++) {
      body.append(",\"k").append(i).append("\":0");
    }

    assertThat(flaw(scan(body.append('}').toString()))).isEqualTo(Flaw.TOO_MANY_KEYS);
  }

  @Test
  void refusesTooManyBytesBeforeItReadsThem() {
    assertThat(flaw(scan("[" + " ".repeat(1 << 20)))).isEqualTo(Flaw.TOO_LARGE);
  }

  @Test
  void refusesUtf16() {
    byte[] body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}".getBytes(StandardCharsets.UTF_16LE);

    assertThat(flaw(ClientMessageScanner.scan(body, ScanLimits.REQUEST))).isEqualTo(Flaw.NOT_JSON);
  }

  @Test
  void refusesAByteOrderMark() {
    assertThat(flaw(scan("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}")))
        .isEqualTo(Flaw.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C080", "C1BF", "E08080", "EDA080", "F0808080", "F4908080", "FF", "C3", "80"})
  void refusesWhatIsNotUtf8(String hex) {
    byte[] odd = java.util.HexFormat.of().parseHex(hex);
    byte[] body =
        new Bytes(64)
            .add(bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""))
            .add(odd)
            .add(bytes("\"}"))
            .toArray();

    assertThat(flaw(ClientMessageScanner.scan(body, ScanLimits.REQUEST))).isEqualTo(Flaw.NOT_UTF8);
  }

  @Test
  void readsALongStringArgument() {
    String text = "é\\n\\\"x".repeat(10_000);
    String body =
        "{\"method\":\"tools/call\",\"params\":{\"arguments\":{\"t\":\""
            + text
            + "\"},\"name\":\"n\"},\"id\":12345678901234567890,\"jsonrpc\":\"2.0\"}";

    ClientMessage.Request request = request(body);

    assertThat(request.params().arguments().text(request.body()))
        .isEqualTo("{\"t\":\"" + text + "\"}");
    assertThat(request.id().text(request.body())).isEqualTo("12345678901234567890");
  }

  private static ClientMessage.Request request(String body) {
    ClientMessage message = scan(body);
    assertThat(message).isInstanceOf(ClientMessage.Request.class);
    return (ClientMessage.Request) message;
  }

  private static Flaw flaw(ClientMessage message) {
    assertThat(message).isInstanceOf(ClientMessage.Malformed.class);
    return ((ClientMessage.Malformed) message).flaw();
  }

  private static ClientMessage scan(String body) {
    return ClientMessageScanner.scan(bytes(body), ScanLimits.REQUEST);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
