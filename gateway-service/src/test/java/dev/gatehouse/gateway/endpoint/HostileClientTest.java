package dev.gatehouse.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.identity.IdentityView;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class HostileClientTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private Mcp client;
  private String key;

  @BeforeEach
  void aGateway() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
    organisation =
        new Organisation(view, catalog).connector(upstream.uri()).tool("get_x").gateway("g");
    key = organisation.key();
    client = new Mcp(organisation.path("g"), key);
  }

  @AfterEach
  void close() {
    assertThat(upstream.seen("tools/call")).isEmpty();
    client.legacy("ping", "{}").statusCode(200);
    organisation.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\",\"name\":\"delete_x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\",\"arguments\":{\"a\":{\"b\":1,\"b\":2}}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"Name\":\"get_x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\",\"Arguments\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"\\u212A\":1,\"METHOD\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\"}} {}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"result\":{},\"params\":{\"name\":\"get_x\"}}",
        "\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_x\"}}",
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'get_x'}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[\"get_x\"]}",
        ""
      })
  void refusesWhatTwoReadersCouldReadInTwoWays(String body) {
    client.post(Map.of(), body).statusCode(400);
  }

  @Test
  void refusesAMillionKeys() throws IOException {
    String keys =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(raw("", call(keys).getBytes(StandardCharsets.UTF_8))).startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void refusesOtherEncodings(String charset) throws IOException {
    assertThat(raw("", call("{}").getBytes(Charset.forName(charset)))).startsWith("HTTP/1.1 400");
  }

  @Test
  void refusesBytesThatAreNoUtf8() throws IOException {
    byte[] body = call("{\"a\":\"xx\"}").getBytes(StandardCharsets.UTF_8);
    int at = call("{\"a\":\"xx\"}").indexOf("xx");
    body[at] = (byte) 0xED; // half of a surrogate pair
    body[at + 1] = (byte) 0xA0;

    assertThat(raw("", body)).startsWith("HTTP/1.1 400");
  }

  @Test
  void answersInUtf8WhoNamesAToolByHalfASurrogatePair() {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\\ud800\"}}";

    byte[] answer = client.post(Map.of(), body).statusCode(200).extract().asByteArray();

    assertThatCode(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer)))
        .doesNotThrowAnyException();
    assertThat(new String(answer, StandardCharsets.UTF_8)).contains("\"code\":-32602");
  }

  /** By a bare socket: REST Assured would indent the request for its log, every level of it. */
  @Test
  void refusesNestingWithoutEnd() throws IOException {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(raw("", call(deep).getBytes(StandardCharsets.UTF_8)))
        .startsWith("HTTP/1.1 400")
        .contains("-32600");
  }

  @Test
  void refusesKeysWithoutEnd() {
    String keys =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));

    client.post(Map.of(), call(keys)).statusCode(400).body("error.code", equalTo(-32600));
  }

  @Test
  void refusesANumberOfAHundredThousandDigits() {
    client.post(Map.of(), call("{\"n\":" + "9".repeat(100_000) + "}")).statusCode(400);
  }

  @Test
  void readsNoCompressedBody() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      zip.write(new byte[50 << 20]);
    }

    assertThat(raw("Content-Encoding: gzip\r\n", bomb.toByteArray())).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Content-Length : 3\r\n",
        "Content-Length: +3\r\n"
      })
  void makesNoCallOfARequestOfTwoLengths(String second) throws IOException {
    byte[] line = (call("{}") + "\r\n").getBytes(StandardCharsets.UTF_8); // where a chunk's size is

    assertThat(raw(second, line)).doesNotContain("\"result\"");
  }

  /** Only of a request that is well-formed up to here a call would be made. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost\r\n",
        "Host: evil\r\n",
        "X-A: 1\rX-B: 2\r\n",
        "X-A: 1\nX-B: 2\r\n",
        "X-A: 1\0\r\n",
        "X A: 1\r\n",
        "X-A : 1\r\n",
        " : 1\r\n",
        "X-A\r\n",
      })
  void refusesHeadersThatTwoReadersCouldReadInTwoWays(String header) throws IOException {
    assertThat(raw(header, call("{}").getBytes(StandardCharsets.UTF_8)))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("\"result\"");
  }

  /** Folded lines are one value, as RFC 9112 has it, and that is judged. */
  @Test
  void judgesAFoldedHeaderAsTheOneValueThatItIs() throws IOException {
    String folded =
        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: get_x\r\n y\r\n";
    byte[] body =
        Mcp.request("tools/call", Mcp.withMeta(Mcp.callParams("get_x", "{}")))
            .getBytes(StandardCharsets.UTF_8);

    assertThat(raw(folded, body)).startsWith("HTTP/1.1 400 ").contains("-32020");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-28, tools/list, get_x",
    "2025-11-25, tools/call, get_x",
    "2026-07-28, tools/call, get_y",
    "2026-07-28, TOOLS/CALL, get_x"
  })
  void refusesHeadersThatSayAnotherThingThanTheBody(String version, String method, String name) {
    client
        .post(
            Map.of("MCP-Protocol-Version", version, "Mcp-Method", method, "Mcp-Name", name),
            Mcp.request("tools/call", Mcp.withMeta(Mcp.callParams("get_x", "{}"))))
        .statusCode(400)
        .body("error.code", equalTo(-32020));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "../../etc/passwd", "%00", "x x"})
  void doesNotKnowASessionOfItsMaking(String session) {
    client.post(Map.of("Mcp-Session-Id", session), call("{}")).statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer x",
        "Mcp-Name: get_y",
        "Mcp-Method: tools/list",
        "MCP-Protocol-Version: 2026-07-28",
        "Mcp-Session-Id: x"
      })
  void refusesASecondHeaderOfAKindThatIsJudged(String second) throws IOException {
    String first =
        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: get_x\r\n"
            + "Mcp-Session-Id: x\r\n";
    byte[] body =
        Mcp.request("tools/call", Mcp.withMeta(Mcp.callParams("get_x", "{}")))
            .getBytes(StandardCharsets.UTF_8);

    assertThat(raw(first + second + "\r\n", body)).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void refusesABatchInAnotherEncoding(String charset) throws IOException {
    byte[] batch = ("[" + Mcp.request("ping", "{}") + "]").getBytes(Charset.forName(charset));

    assertThat(raw("Mcp-Session-Id: " + batchSession() + "\r\n", batch)).startsWith("HTTP/1.1 400");
  }

  @Test
  void refusesABatchInABatch() {
    client
        .post(Map.of("Mcp-Session-Id", batchSession()), "[[" + Mcp.request("ping", "{}") + "]]")
        .body(containsString("-32600"));
  }

  @Test
  void refusesAHandshakeInABatch() {
    client
        .post(Map.of("Mcp-Session-Id", batchSession()), "[" + Mcp.request("initialize", "{}") + "]")
        .body(containsString("-32600"));
  }

  @Test
  void answersABodyWithoutEndAsSoonAsItIsTooLarge() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      String head =
          "POST "
              + organisation.path("g")
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + key
              + "\r\nTransfer-Encoding: chunked\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write("200000\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[2 << 20]);
      socket.getOutputStream().flush();

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void tellsAClientThatWaitsToSendItsBody() throws IOException {
    assertThat(raw("Expect: 100-continue\r\n", Mcp.request("ping", "{}").getBytes()))
        .startsWith("HTTP/1.1 100")
        .contains("HTTP/1.1 200");
  }

  private String batchSession() {
    return client
        .legacy("initialize", "{\"protocolVersion\":\"2025-03-26\"}")
        .extract()
        .header("Mcp-Session-Id");
  }

  private static String call(String arguments) {
    return Mcp.request("tools/call", Mcp.callParams("get_x", arguments));
  }

  /** What a client without manners sends; the answer up to its end. */
  private String raw(String header, byte[] body) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      String head =
          "POST "
              + organisation.path("g")
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
              + key
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length
              + "\r\n"
              + header
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return ""; // hung up on
    }
  }
}
