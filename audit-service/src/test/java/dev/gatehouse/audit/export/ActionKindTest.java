package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions as the services write them, in the words of other systems. */
class ActionKindTest {

  @ParameterizedTest
  @CsvSource({
    "tool.call, 6003, 99, api",
    "resource.read, 6003, 2, api",
    "connector.sync, 6003, 99, api",
    "audit.export, 6003, 2, api",
    "audit.hold.place, 3004, 1, configuration",
    "session.sign-in, 3002, 1, authentication",
    "session.sign-out-everywhere, 3002, 2, authentication",
    "token.issue, 3002, 1, authentication",
    "client.authenticate, 3002, 1, authentication",
    "grant.revoke, 3002, 2, authentication",
    "api-key.rotate, 3004, 3, iam",
    "member.remove, 3004, 4, iam",
    "user.create, 3004, 1, iam",
    "gateway.create, 3004, 1, configuration",
    "gateway.tool.remove, 3004, 4, configuration",
    "tool.approve, 3004, 99, api",
    "something, 3004, 99, configuration",
  })
  void isWhatTheSchemaCallsIt(String action, int kind, int activity, String category)
      throws IOException {
    AuditRecord record =
        AuditTopic.patched(AuditTopic.call("o", "t"), "{\"action\":\"" + action + "\"}");

    JsonNode ocsf = Json.mapper().readTree(OcsfEvent.of(record));
    JsonNode ecs = Json.mapper().readTree(EcsDocument.of(record));

    assertThat(ocsf.path("class_uid").asInt()).isEqualTo(kind);
    assertThat(ocsf.path("activity_id").asInt()).isEqualTo(activity);
    assertThat(ecs.at("/event/category/0").asText()).isEqualTo(category);
  }
}
