package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.audit.ingest.EventScan.Scanned;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.trail.RetentionClass;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the quick reader takes, the thorough one reads as the same. */
class EventScanTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final int SPOILT = 5_000;

  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"phase\":\"OUTCOME\",\"attempt\":\"0198a000-0000-7000-8000-000000000001\",\"durationMicros\":null}",
        "{\"target\":{\"kind\":\"tool\",\"name\":\"shown\",\"tool\":\"named\"},\"actor\":{\"apiKey\":\"key\"}}"
      })
  void takesWhatServicesWrite(String members) throws IOException {
    AuditRecord record = AuditTopic.patched(call("acme", "echo"), members);
    byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
    assertThat(EventScan.scan(value)).isPresent();
    assertReadsAsTheSame(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"later\":{\"b\":[1,2.50,-0,-0.0,1e3,1E-7,1.0E+25],\"a\":12345678901234567890123}",
        "\"later\" : [ ] ,\n\t\"\\u006cast\" : { }",
        "\"input\":{\"bytes\":-0,\"content\":{\"\\u00e9\":[{\"z\":null,\"a\":true}],\"a\":\"\\u00e9\\u2028\\ud83d\\uDE00😀\\n\\u0001\\/\"}}",
        "\"detail\":{\"z\":\"\\/\",\"a\":null}",
        "\"action\":\"tool\\u002ecall\\/\\u00e9\"",
        "\"durationMicros\":-0",
        "\"attempt\":null",
      })
  void takesOtherSpellings(String member) throws IOException {
    byte[] value = spliced(member);
    assertThat(EventScan.scan(value)).isPresent();
    assertReadsAsTheSame(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"organisation\":\"acme\",\"organisation\":\"acme\"",
        "\"input\":\"text\"",
        "\"input\":{\"content\":{\"a\":1,\"a\":2}}",
        "\"input\":{\"content\":\"\\ud83d\"}",
        "\"input\":{\"bytes\":9223372036854775808}",
        "\"durationMicros\":\"12\"",
        "\"durationMicros\":1.5",
        "\"occurredAt\":\"yesterday\"",
        "\"phase\":\"MIDDLE\"",
        "\"outcome\":{}",
        "\"actor\":null",
        "\"decision\":null",
        "\"\\u0061ction\":\"tool.call\"",
        "\"detail\":{\"a\":1}",
      })
  void leavesToTheThoroughOne(String member) {
    assertThat(EventScan.scan(spliced(member))).isEmpty();
  }

  /** With a member that stands there as it is given, instead of what has its name. */
  private static byte[] spliced(String member) {
    ObjectNode event = AuditTopic.tree(call("acme", "echo"));
    ((ObjectNode) event.path("data")).remove(member.substring(1, member.indexOf('"', 1)));
    String first = "\"schemaVersion\":1,";
    String value = event.toString().replace(first, first + member + ",");
    assertThat(value).contains(member);
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsAsTheSameWhateverIsDoneToAnEvent() throws IOException {
    int taken = 0;
    for (int i = 0; i < SPOILT; i++) {
      ObjectNode event = AuditTopic.tree(call("acme", "echo"));
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        change(event);
      }
      String text = random.nextBoolean() ? event.toString() : escaped(event.toString());
      taken += assertReadsAsTheSame(text.getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertThat(taken).isBetween(SPOILT / 20, SPOILT - SPOILT / 20);
  }

  private static boolean assertReadsAsTheSame(byte[] value) throws IOException {
    Optional<Scanned> scanned = EventScan.scan(value);
    if (scanned.isEmpty()) {
      return false;
    }
    JsonNode tree = Json.mapper().readTree(value);
    AuditRecord record = (AuditRecord) ((Decoded.Event) EventCodec.decode(tree)).event().data();
    String canonical = CanonicalJson.of(tree.path("data"));
    assertThat(scanned.get().canonical()).isEqualTo(canonical);
    assertThat(row(scanned.get().record(), canonical)).isEqualTo(row(record, canonical));
    return true;
  }

  private static Object row(AuditRecord record, String canonical) {
    try {
      return TrailRow.of(record, canonical, NOW, false, RetentionClass.STANDARD);
    } catch (IllegalArgumentException e) {
      return e.toString();
    }
  }

  private void change(ObjectNode event) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(event, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name =
        names.isEmpty() || random.nextInt(4) == 0
            ? "n\u00e9w-" + random.nextInt(30)
            : names.get(random.nextInt(names.size()));
    if (random.nextInt(6) == 0) {
      object.remove(name);
    } else {
      object.set(name, value(2));
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(child -> collect(child, objects));
  }

  private JsonNode value(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 8 : 10)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt());
      case 3 -> nodes.numberNode(random.nextLong());
      case 4 -> nodes.numberNode(BigDecimal.valueOf(random.nextLong(), random.nextInt(40) - 20));
      case 5 -> nodes.textNode("EVENT");
      case 6 -> nodes.textNode("2026-11-29T11:59:58." + random.nextInt(1000) + "Z");
      case 7 -> nodes.textNode(text());
      case 8 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(text(), value(depth - 1));
        }
        yield object;
      }
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x10000 + random.nextInt(0x1000);
            case 2 -> 0x80 + random.nextInt(0x1000);
            default -> 0x20 + random.nextInt(0x5f);
          });
    }
    return text.toString();
  }

  /** The same document in ASCII, with the escapes that nobody needs. */
  private static String escaped(String json) {
    StringBuilder escaped = new StringBuilder();
    for (char c : json.toCharArray()) {
      if (c == '/') {
        escaped.append("\\/");
      } else if (c >= 0x80) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
