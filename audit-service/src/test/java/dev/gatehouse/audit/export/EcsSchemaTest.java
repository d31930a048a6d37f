package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.platform.event.AuditRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Elastic Common Schema 8.17 says of the fields that documents of records have. */
class EcsSchemaTest {
  /** Categories, and the types that the schema expects in each. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "api",
          Set.of(
              "access",
              "admin",
              "allowed",
              "change",
              "creation",
              "deletion",
              "denied",
              "end",
              "info",
              "start",
              "user"),
          "authentication",
          Set.of("start", "end", "info"),
          "configuration",
          Set.of("access", "change", "creation", "deletion", "info"),
          "iam",
          Set.of("admin", "change", "creation", "deletion", "group", "info", "user"));

  @Test
  void everyDocumentHasTheFieldsOfEveryEvent() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode document = document(record);

      assertThat(Instant.parse(document.path("@timestamp").textValue()))
          .isEqualTo(record.occurredAt());
      assertThat(document.at("/ecs/version").textValue()).isEqualTo("8.17.0");
      assertThat(document.at("/event/id").textValue()).isEqualTo(record.id());
      assertThat(document.at("/event/action").textValue()).isEqualTo(record.action());
    }
  }

  @Test
  void everyDocumentIsOfAKindThatTheSchemaKnows() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode event = document(record).path("event");

      assertThat(event.path("kind").textValue()).isEqualTo("event");
      assertThat(event.path("category").isArray()).isTrue();
      assertThat(event.path("type").isArray()).isTrue();
      String category = event.at("/category/0").textValue();
      assertThat(TYPES).containsKey(category);
      assertThat(TYPES.get(category)).as(event.toString()).contains(event.at("/type/0").asText());
      assertThat(event.path("outcome").textValue()).isIn("success", "failure", "unknown");
    }
  }

  @Test
  void fieldsHaveTheTypesThatAreMapped() throws IOException {
    for (AuditRecord record : all()) {
      JsonNode document = document(record);

      JsonNode duration = document.at("/event/duration");
      assertThat(duration.isMissingNode() || duration.isIntegralNumber()).isTrue();
      JsonNode ip = document.at("/source/ip");
      if (!ip.isMissingNode()) {
        assertThat(InetAddress.ofLiteral(ip.textValue()).getHostAddress()).isNotEmpty();
      }
      for (String body : List.of("input", "output", "answers")) {
        JsonNode content = document.at("/gatehouse/" + body + "/content");
        assertThat(content.isMissingNode() || content.isNull() || content.isTextual()).isTrue();
      }
    }
  }

  @Test
  void noTextIsMoreThanAText() throws IOException {
    for (String text : HostileText.KEPT) {
      JsonNode document = document(Variety.everywhere("acme", text));

      assertThat(document.at("/user/id").textValue()).isEqualTo(text);
      assertThat(document.at("/event/reason").textValue()).isEqualTo(text);
      assertThat(document.at("/gatehouse/target/name").textValue()).isEqualTo(text);
      assertThat(document.at("/gatehouse/detail").path(text).textValue()).isEqualTo(text);
    }
  }

  private static List<AuditRecord> all() {
    return Stream.concat(Variety.records(), Variety.hostileRecords()).toList();
  }

  private static JsonNode document(AuditRecord record) throws IOException {
    String line = new String(ExportFormat.ECS.line("", record), StandardCharsets.UTF_8);
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    return new ObjectMapper().readTree(line);
  }
}
