package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.TestIdentities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller sends to a tool must neither get lost nor stop the others' records. */
@AuditTest
class HostileContentTest {
  private final String organisation = TestIdentities.newId();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tab \\t newline \\n return \\r backslash \\\\ end of copy \\\\. null \\\\N\"",
        "\"NUL \\u0000 here\"",
        "\"half of a pair \\ud83d\"",
        "\"\\u2028 \\u202e \\ufeff \\u007f\"",
        "1e400",
        "-0.0",
        "12345678901234567890123456789012345678901234567890",
        "{\"a\":[[[[[[[[[[{}]]]]]]]]]],\"\":null}"
      })
  void storesTheRecordWithThisInput(String input) throws IOException {
    AuditRecord record = call(organisation, "echo");
    ObjectNode event = AuditTopic.tree(record);
    JsonNode content = Json.mapper().readTree(input);
    ((ObjectNode) event.at("/data/input")).set("content", content);
    ((ObjectNode) event.at("/data")).set("memberOfALaterVersion", content);

    publish(event);

    String stored = awaitRecord(record.id());
    assertThat(stored)
        .isEqualTo(utf8(CanonicalJson.of(event.path("data"))))
        .contains("memberOfALaterVersion");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 10_000})
  void storesARecordWithALongName(int length) {
    AuditRecord record = call(organisation, "n\0" + "😀".repeat(length));

    publish(AuditTopic.tree(record));

    assertThat(awaitRecord(record.id())).contains("😀".repeat(length));
  }

  private void publish(ObjectNode event) {
    try (AuditTopic topic = new AuditTopic()) {
      topic.publish(organisation, event.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String awaitRecord(String id) {
    List<String> found =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    TestDatabase.select("SELECT record FROM audit_record WHERE id = '" + id + "'"),
                rows -> !rows.isEmpty());
    return found.getFirst();
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
