package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes: a declared outcome, and ranges that hold exactly what was judged. */
class ScannerFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> SEEDS =
      List.of(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"é\",\"arguments\":{\"a\":[1,{\"b\":null}]},\"_meta\":{\"progressToken\":\"p\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}}",
          "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"a\\nb\"}],\"isError\":true}}",
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}");

  @Property
  void mutatedBytesGiveADeclaredOutcome(
      @ForAll Random random, @ForAll @IntRange(max = 12) int cuts) {
    byte[] body = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random, cuts);

    ClientMessage asClient = ClientMessageScanner.scan(body, ScanLimits.REQUEST);
    UpstreamMessage asUpstream = UpstreamMessageScanner.scan(body, ScanLimits.REPLY);

    assertThat(asClient).isNotNull();
    assertThat(asUpstream).isNotNull();
  }

  /** 50,000 inputs; {@code -Dgatehouse.fuzz.inputs=1000000} for a long run. */
  @Example
  void manyMoreInputsGiveADeclaredOutcome() {
    int inputs = Integer.getInteger("gatehouse.fuzz.inputs", 50_000);
    Random random = new Random(20260728);
    for (int i = 0; i < inputs; i++) {
      byte[] body = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random, random.nextInt(12));

      ClientMessage message = ClientMessageScanner.scan(body, ScanLimits.REQUEST);

      assertThat(message).isNotNull();
      assertThat(UpstreamMessageScanner.scan(body, ScanLimits.REPLY)).isNotNull();
      assertThat(BatchScanner.messages(body)).isNotNull();
      assertThat(JsonMembers.find(body, new Span(0, body.length), "params").end())
          .isLessThanOrEqualTo(body.length);
    }
  }

  @Property
  void whatIsAcceptedIsReadTheSameByATreeParser(
      @ForAll Random random, @ForAll @IntRange(max = 3) int cuts) throws IOException {
    byte[] body = mutate(SEEDS.getFirst(), random, cuts);

    ClientMessage message = ClientMessageScanner.scan(body, ScanLimits.REQUEST);

    if (message instanceof ClientMessage.Request request) {
      JsonNode tree = MAPPER.readTree(body);
      assertThat(request.method()).isEqualTo(tree.path("method").textValue());
      assertThat(request.params().name()).isEqualTo(tree.path("params").path("name").textValue());
      assertThat(parse(body, request.id())).isEqualTo(tree.path("id"));
      if (request.params().arguments().present()) {
        assertThat(parse(body, request.params().arguments()))
            .isEqualTo(tree.path("params").path("arguments"));
      }
    }
  }

  @Property
  void rangesOfAGeneratedRequestHoldItsValues(@ForAll Random random) throws IOException {
    ObjectNode arguments = object(random, 4);
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.set("arguments", arguments);
    params.put("name", text(random));
    params.set("other", value(random, 3));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("params", params);
    tree.put("id", random.nextBoolean() ? Integer.toString(random.nextInt()) : "id");
    tree.put("method", "tools/call").put("jsonrpc", "2.0");
    byte[] body =
        random.nextBoolean()
            ? MAPPER.writeValueAsBytes(tree)
            : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);

    ClientMessage.Request request =
        (ClientMessage.Request) ClientMessageScanner.scan(body, ScanLimits.REQUEST);

    assertThat(parse(body, request.params().arguments())).isEqualTo(arguments);
    assertThat(parse(body, request.params().all())).isEqualTo(params);
    assertThat(request.params().name()).isEqualTo(params.path("name").textValue());
  }

  @Property
  void aResultKeepsItsFieldsInBothEras(@ForAll Random random) throws IOException {
    ObjectNode result = object(random, 3);
    List<String> modern = List.of("resultType", "ttlMs", "cacheScope");
    for (String field : modern) {
      if (random.nextBoolean()) {
        result.put(field, field.equals("ttlMs") ? "0" : "complete");
      }
    }
    ObjectNode shuffled = shuffle(result, random);
    byte[] upstream =
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                JsonNodeFactory.instance.objectNode().put("id", 1).set("result", shuffled));
    UpstreamMessage.Result message =
        (UpstreamMessage.Result) UpstreamMessageScanner.scan(upstream, ScanLimits.REPLY);
    byte[] id = {'"', 'q', '"'};

    JsonNode legacy =
        MAPPER.readTree(
            ResultWriter.response(id, new Span(0, 3), upstream, message, ProtocolVersion.Era.LEGACY)
                .toArray());
    JsonNode complete =
        MAPPER.readTree(
            ResultWriter.response(id, new Span(0, 3), upstream, message, ProtocolVersion.Era.MODERN)
                .toArray());

    assertThat(legacy.path("result")).isEqualTo(shuffled.deepCopy().without(modern));
    assertThat(complete.path("result"))
        .isEqualTo(shuffled.has("resultType") ? shuffled : shuffled.put("resultType", "complete"));
  }

  @Property
  void eventStreamsMayBeCutAnywhere(@ForAll Random random) {
    java.util.List<String> events = new java.util.ArrayList<>();
    Bytes stream = new Bytes(256);
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      String data = text(random).replaceAll("[\r\n\u0000-\u001f]", " ").strip() + "x";
      events.add(data);
      String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      stream.add(
          (": c" + end + "id: 4" + end + "event: message" + end + "data: " + data + end + end)
              .getBytes(StandardCharsets.UTF_8));
    }
    java.util.List<String> got = new java.util.ArrayList<>();
    SseParser parser =
        new SseParser(1 << 16, data -> got.add(new String(data, StandardCharsets.UTF_8)));
    byte[] bytes = stream.toArray();

    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(7));
      parser.feed(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }

    assertThat(got).isEqualTo(events);
  }

  @Property
  void anyTextCanBeQuoted(@ForAll String text) throws IOException {
    byte[] quoted = Bytes.quoted(text);

    assertThat(MAPPER.readTree(quoted).textValue())
        .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16));
  }

  @Property
  void headerValuesSurviveTheirEncoding(@ForAll String value) {
    String clean = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    String header = HeaderValue.encode(clean);

    assertThat(HeaderValue.decode(header)).contains(clean);
    assertThat(header).matches("[ -~]*");
  }

  @Property
  void undecodableHeadersAreRefusedQuietly(@ForAll String value) {
    assertThat(HeaderValue.decode("=?base64?" + value + "?=")).isNotNull();
    assertThat(HeaderValue.decode(value)).isNotNull();
  }

  private static JsonNode parse(byte[] body, Span span) throws IOException {
    return MAPPER.readTree(span.copy(body));
  }

  private static byte[] mutate(String seed, Random random, int cuts) {
    byte[] body = seed.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < cuts && body.length > 1; i++) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body = Arrays.copyOf(body, at);
        case 2 -> body[at] = (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
        default -> {
          int length = Math.min(body.length - at, 1 + random.nextInt(20));
          byte[] piece = Arrays.copyOfRange(body, at, at + length);
          body =
              new Bytes(body.length + length)
                  .add(body, 0, at)
                  .add(piece)
                  .add(body, at, body.length)
                  .toArray();
        }
      }
    }
    return body;
  }

  private static ObjectNode shuffle(ObjectNode object, Random random) {
    List<String> names = new java.util.ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    java.util.Collections.shuffle(names, random);
    ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
    names.forEach(name -> shuffled.set(name, object.get(name)));
    return shuffled;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < random.nextInt(4); i++) {
      object.set("k" + i + text(random), value(random, depth - 1));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> JsonNodeFactory.instance.textNode(text(random));
      case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt());
      case 2 -> JsonNodeFactory.instance.numberNode(random.nextInt(100) / 8.0);
      case 3 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case 4 -> JsonNodeFactory.instance.nullNode();
      case 5 -> object(random, depth);
      default -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < random.nextInt(4); i++) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
    };
  }

  private static String text(Random random) {
    String alphabet = "ab \"\\/{}[],:\u0001\n\t\u00e9\u4e16\ud83d\ude00";
    StringBuilder text = new StringBuilder();
    int[] points = alphabet.codePoints().toArray();
    for (int i = 0; i < random.nextInt(12); i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
