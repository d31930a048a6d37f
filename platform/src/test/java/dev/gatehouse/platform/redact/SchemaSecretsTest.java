package dev.gatehouse.platform.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class SchemaSecretsTest {

  @Test
  @Timeout(
      value = 60,
      threadMode = ThreadMode.SEPARATE_THREAD) // else for longer than anybody lives
  void endsWhereEachOfManyReferencesLeadsToManyMore() throws JsonProcessingException {
    StringBuilder definitions = new StringBuilder();
    for (int level = 0; level < 40; level++) {
      String next = "{\"$ref\":\"#/$defs/d%d\"}".formatted(level + 1);
      definitions.append(
          "\"d%d\":{\"anyOf\":[%s]},"
              .formatted(level, String.join(",", Collections.nCopies(16, next))));
    }
    JsonNode schema =
        schema(
            "\"a\":{\"$ref\":\"#/$defs/d0\"},\"b\":{\"type\":\"string\"}",
            definitions + "\"d40\":{\"type\":\"string\"}");

    Set<String> names = SchemaSecrets.of(schema);

    assertThat(names).isEmpty();
  }

  @Test
  void followsReferencesHoweverManyFollowEachOther() throws JsonProcessingException {
    StringBuilder definitions = new StringBuilder();
    for (int level = 0; level < 100; level++) {
      definitions.append("\"d%d\":{\"$ref\":\"#/$defs/d%d\"},".formatted(level, level + 1));
    }
    JsonNode schema =
        schema("\"a\":{\"$ref\":\"#/$defs/d0\"}", definitions + "\"d100\":{\"writeOnly\":true}");

    Set<String> names = SchemaSecrets.of(schema);

    assertThat(names).containsExactly("a");
  }

  @Test
  void followsReferencesThatLeadInACircle() throws JsonProcessingException {
    JsonNode schema =
        schema(
            "\"a\":{\"$ref\":\"#/$defs/x\"},\"b\":{\"$ref\":\"#/$defs/y\"},\"c\":{\"$ref\":\"#/$defs/z\"}",
            "\"x\":{\"anyOf\":[{\"$ref\":\"#/$defs/y\"},{\"format\":\"password\"}]},"
                + "\"y\":{\"items\":{\"$ref\":\"#/$defs/x\"}},"
                + "\"z\":{\"$ref\":\"#/$defs/z\"}");

    Set<String> names = SchemaSecrets.of(schema);

    assertThat(names).containsExactly("a", "b");
  }

  private static JsonNode schema(String properties, String definitions)
      throws JsonProcessingException {
    return Json.mapper()
        .readTree("{\"properties\":{%s},\"$defs\":{%s}}".formatted(properties, definitions));
  }
}
