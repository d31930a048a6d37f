package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final byte[] ID = bytes("\"q\\u0041\"");

  @Test
  void answersWithTheClientsIdByteForByte() {
    byte[] response = ResultWriter.response(ID, new Span(0, ID.length), bytes("{\"a\":1}"));

    assertThat(response)
        .asString()
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"q\\u0041\",\"result\":{\"a\":1}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LEGACY | { \"content\" : [] }                      | { \"content\" : [] }",
        "MODERN | { \"content\" : [] }                      | {\"resultType\":\"complete\",\"content\" : [] }",
        "MODERN | { }                                       | {\"resultType\":\"complete\"}",
        "MODERN | {\"resultType\":\"task\",\"a\":1}         | {\"resultType\":\"task\",\"a\":1}",
        "LEGACY | {\"resultType\":\"complete\",\"a\":1}     | {\"a\":1}",
        "LEGACY | {\"a\":1 , \"resultType\":\"complete\" }  | {\"a\":1}",
        "LEGACY | {\"a\":1,\"ttlMs\":0,\"b\":2,\"cacheScope\":\"private\",\"resultType\":\"x\"} | {\"a\":1,\"b\":2}",
        "LEGACY | {\"resultType\":\"complete\"}             | {}"
      })
  void bringsAResultIntoTheClientsEra(ProtocolVersion.Era era, String result, String expected) {
    byte[] upstream = bytes("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":" + result + "}");
    UpstreamMessage.Result message =
        (UpstreamMessage.Result) UpstreamMessageScanner.scan(upstream, ScanLimits.REPLY);

    Outgoing response = ResultWriter.response(bytes("1"), new Span(0, 1), upstream, message, era);

    assertThat(response.toArray())
        .asString()
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + expected + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LEGACY | { \"a\":\"*\" }                           | { \"a\":\"*\" }",
        "MODERN | { \"a\":\"*\" }                           | {\"resultType\":\"complete\",\"a\":\"*\" }",
        "MODERN | {\"resultType\":\"task\",\"a\":\"*\"}     | {\"resultType\":\"task\",\"a\":\"*\"}",
        "LEGACY | {\"resultType\":\"complete\",\"a\":\"*\"} | {\"a\":\"*\"}"
      })
  void aLargeResultIsTheSameInPieces(ProtocolVersion.Era era, String result, String expected) {
    String large = "x".repeat(10_000);
    byte[] upstream =
        bytes("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":" + result.replace("*", large) + "}");
    UpstreamMessage.Result message =
        (UpstreamMessage.Result) UpstreamMessageScanner.scan(upstream, ScanLimits.REPLY);

    Outgoing response = ResultWriter.response(bytes("1"), new Span(0, 1), upstream, message, era);

    byte[] whole =
        bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + expected.replace("*", large) + "}");
    assertThat(response.toArray()).isEqualTo(whole);
    assertThat(response.buffer().getBytes()).isEqualTo(whole);
    assertThat(response.length()).isEqualTo(whole.length);
  }

  @Test
  void aResultDoesNotKeepAMuchLargerMessageInMemory() {
    String result = "{\"a\":\"" + "x".repeat(3_000) + "\"}";
    byte[] upstream =
        bytes("{\"id\":9,\"pad\":\"" + "x".repeat(100_000) + "\",\"result\":" + result + "}");
    UpstreamMessage.Result message =
        (UpstreamMessage.Result) UpstreamMessageScanner.scan(upstream, ScanLimits.REPLY);

    Outgoing response =
        ResultWriter.response(
            bytes("1"), new Span(0, 1), upstream, message, ProtocolVersion.Era.LEGACY);

    assertThat(response.source()).isEmpty();
    assertThat(response.toArray()).asString().endsWith(result + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, JSONRPCErrorResponse",
    "2026-07-28, JSONRPCErrorResponse",
    "2026-07-28, UnsupportedProtocolVersionError"
  })
  void writesErrorsAsTheSchemaHasThem(String revision, String type) throws IOException {
    byte[] error = ErrorWriter.unsupportedVersion(bytes("7"), "1900\"", List.of("2026-07-28"));

    assertThat(violations(revision, type, error)).isEmpty();
    assertThat(
            violations(
                revision, "JSONRPCErrorResponse", ErrorWriter.error(new byte[0], -32700, "no")))
        .isEmpty();
  }

  @Test
  void writesAModernToolResultAsTheSchemaHasIt() throws IOException {
    byte[] upstream =
        bytes("{\"id\":9,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}}");
    UpstreamMessage.Result message =
        (UpstreamMessage.Result) UpstreamMessageScanner.scan(upstream, ScanLimits.REPLY);

    byte[] response =
        ResultWriter.response(
                bytes("1"), new Span(0, 1), upstream, message, ProtocolVersion.Era.MODERN)
            .toArray();

    assertThat(violations("2026-07-28", "CallToolResultResponse", response)).isEmpty();
  }

  @Test
  void framesAMessageOfSeveralLinesAsOneEvent() {
    List<String> events = new ArrayList<>();
    SseParser parser =
        new SseParser(1000, data -> events.add(new String(data, StandardCharsets.UTF_8)));

    parser.feed(SseEvent.message(bytes("{\n \"a\":\r\n1}")));

    assertThat(events).containsExactly("{\n \"a\":\n\n1}");
  }

  @Test
  void givesUpOnAnEndlessEvent() {
    SseParser parser = new SseParser(100, data -> {});

    boolean more = parser.feed(bytes("data: " + "x".repeat(200)));

    assertThat(more).isFalse();
  }

  private static List<String> violations(String revision, String type, byte[] json)
      throws IOException {
    try (InputStream in =
        WriterTest.class.getResourceAsStream("/mcp-schema/" + revision + ".json")) {
      JsonNode document = MAPPER.readTree(in);
      String root = document.has("$defs") ? "$defs" : "definitions";
      JsonSchema schema =
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(SchemaLocation.of("https://schema.invalid/" + revision), document)
              .getRefSchema(
                  SchemaLocation.of("https://schema.invalid/" + revision + "#/" + root + "/" + type)
                      .getFragment());
      return schema.validate(MAPPER.readTree(json)).stream().map(Object::toString).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
