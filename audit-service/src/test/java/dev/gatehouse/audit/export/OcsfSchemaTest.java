package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.platform.event.AuditRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What OCSF 1.3.0 requires of API Activity (6003), Authentication (3002) and Entity Management
 * (3004) and of the objects in them, in events of all kinds of records.
 */
class OcsfSchemaTest {
  private static final Map<Integer, Set<Integer>> ACTIVITIES =
      Map.of(
          6003, Set.of(0, 1, 2, 3, 4, 99),
          3002, Set.of(0, 1, 2, 3, 4, 5, 6, 99),
          3004, Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 99));
  private static final Set<Integer> SEVERITIES = Set.of(0, 1, 2, 3, 4, 5, 6, 99);

  @Test
  void everyEventIsOneOfItsClass() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode event = event(record);
      int kind = integer(event, "class_uid");
      int activity = integer(event, "activity_id");

      assertThat(ACTIVITIES).as(event.toString()).containsKey(kind);
      assertThat(ACTIVITIES.get(kind)).contains(activity);
      assertThat(integer(event, "category_uid")).isEqualTo(kind / 1000);
      assertThat(integer(event, "type_uid")).isEqualTo(kind * 100 + activity);
      assertThat(SEVERITIES).contains(integer(event, "severity_id"));
      assertThat(integer(event, "status_id")).isIn(0, 1, 2, 99);
      assertThat(event.path("time").isIntegralNumber()).isTrue();
      assertThat(event.path("time").asLong()).isEqualTo(record.occurredAt().toEpochMilli());
      assertThat(event.at("/metadata/version").asText()).isEqualTo("1.3.0");
      assertThat(event.at("/metadata/product/vendor_name").isTextual()).isTrue();
    }
  }

  @Test
  void everyEventHasWhatItsClassRequires() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode event = event(record);
      switch (event.path("class_uid").asInt()) {
        case 6003 -> {
          assertThat(event.at("/api/operation").isTextual()).as(event.toString()).isTrue();
          isOneOf(event.path("actor"), "user", "app_name", "app_uid");
          isOneOf(event.path("src_endpoint"), "ip", "uid", "name", "hostname", "svc_name");
        }
        case 3002 -> {
          isOneOf(event.path("user"), "name", "uid");
          isOneOf(event.path("service"), "name", "uid");
        }
        default -> isOneOf(event.path("entity"), "name", "uid");
      }
    }
  }

  @Test
  void everyObjectHasWhatItsKindRequires() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode event = event(record);
      ifThere(event.at("/actor/user"), user -> isOneOf(user, "name", "uid"));
      ifThere(event.at("/actor/user/org"), org -> isOneOf(org, "name", "uid"));
      ifThere(event.at("/api/service"), service -> isOneOf(service, "name", "uid"));
      ifThere(event.path("dst_endpoint"), end -> isOneOf(end, "ip", "uid", "name"));
      ifThere(event.path("src_endpoint"), end -> isOneOf(end, "ip", "uid", "name", "svc_name"));
      ifThere(event.at("/src_endpoint/ip"), OcsfSchemaTest::isAddress);
      for (JsonNode resource : event.path("resources")) {
        isOneOf(resource, "name", "uid");
      }
      if (event.has("duration")) {
        assertThat(event.path("duration").isIntegralNumber()).isTrue();
      }
    }
  }

  @Test
  void noTextIsMoreThanAText() throws IOException {
    for (String text : HostileText.KEPT) {
      JsonNode event = event(Variety.everywhere("acme", text));

      assertThat(event.at("/actor/user/uid").textValue()).isEqualTo(text);
      assertThat(event.at("/resources/0/name").textValue()).isEqualTo(text);
      assertThat(event.at("/unmapped/detail").path(text).textValue()).isEqualTo(text);
      assertThat(event.at("/unmapped/answers/content").path(text).textValue()).isEqualTo(text);
      assertThat(event.path("class_uid").intValue()).isEqualTo(6003);
    }
  }

  private static List<AuditRecord> all() {
    return Stream.concat(Variety.records(), Variety.hostileRecords()).toList();
  }

  /** One line, and read by a parser that is told nothing of what is in it. */
  private static JsonNode event(AuditRecord record) throws IOException {
    String line = new String(ExportFormat.OCSF.line("", record), StandardCharsets.UTF_8);
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    return new ObjectMapper().readTree(line);
  }

  private static int integer(JsonNode event, String name) {
    assertThat(event.path(name).isIntegralNumber()).as(name).isTrue();
    return event.path(name).intValue();
  }

  private static void isOneOf(JsonNode object, String... names) {
    Predicate<String> there = name -> !object.path(name).isMissingNode();
    assertThat(object.isObject() && Stream.of(names).anyMatch(there)).as(object + "").isTrue();
  }

  private static void isAddress(JsonNode text) {
    assertThat(InetAddress.ofLiteral(text.textValue()).getHostAddress()).isNotEmpty();
  }

  private static void ifThere(JsonNode node, java.util.function.Consumer<JsonNode> check) {
    if (!node.isMissingNode()) {
      check.accept(node);
    }
  }
}
