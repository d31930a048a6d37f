package dev.gatehouse.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentCheckTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}";

  @Test
  void letsArgumentsPassThatFit() throws Exception {
    assertThat(check(SCHEMA, "{\"n\":1}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\":\"x\"}", "{}", ""})
  void saysWhatDoesNotFit(String arguments) throws Exception {
    assertThat(check(SCHEMA, arguments)).hasValueSatisfying(text -> assertThat(text).contains("n"));
  }

  @Test
  void runsNoExpressionOfAnUpstream() throws Exception {
    String hostile = "{\"properties\":{\"s\":{\"pattern\":\"^(a+)+$\"}}}";

    assertThat(check(hostile, "{\"s\":\"" + "a".repeat(200) + "!\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"http://127.0.0.1:9/schema.json\"}",
        "{\"$ref\":\"file:///etc/passwd\"}",
        "{\"$ref\":\"#\"}",
        "{\"type\":7}"
      })
  void neitherLoadsNorFailsOnASchemaThatCannotBeUsed(String schema) throws Exception {
    assertThat(check(schema, "{\"n\":1}").map(text -> text.contains("passwd")).orElse(false))
        .isFalse();
  }

  @Test
  void followsReferencesAndRecursion() throws Exception {
    String list =
        "{\"properties\":{\"head\":{\"$ref\":\"#/$defs/item\"}},\"$defs\":{\"item\":{\"properties\":"
            + "{\"value\":{\"type\":\"integer\"},\"next\":{\"$ref\":\"#/$defs/item\"}}}}}";

    assertThat(check(list, "{\"head\":{\"next\":{\"value\":\"text\"}}}")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"allOf", "anyOf", "oneOf"})
  void leavesASchemaWhoseReferencesMultiplyToTheUpstream(String keyword) throws Exception {
    StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/a" + (i + 1) + "\"}";
      schema.append("\"a%d\":{\"%s\":[%s,%s]},".formatted(i, keyword, next, next));
    }

    Optional<String> violation = check(schema + "\"a40\":{\"type\":\"string\"}}}", "{}");

    assertThat(violation).isEmpty();
  }

  @Test
  void leavesASchemaThatRefersToItselfTwiceToTheUpstream() throws Exception {
    String schema =
        "{\"properties\":{\"a\":{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}},\"minProperties\":1}";

    Optional<String> violation = check(schema, "{\"a\":".repeat(60) + "{}" + "}".repeat(60));

    assertThat(violation).isEmpty();
  }

  @Test
  void refusesArgumentsThatAreTooManyForTheirSchema() throws Exception {
    String wide =
        "{\"items\":{\"anyOf\":["
            + "{\"type\":\"number\"},".repeat(900)
            + "{\"type\":\"string\"}]}}";

    Optional<String> violation = check(wide, "[" + "1,".repeat(400_000) + "1]");

    assertThat(violation).hasValueSatisfying(text -> assertThat(text).contains("too many"));
  }

  @Test
  void checksALongText() throws Exception {
    assertThat(check(SCHEMA, "{\"n\":1,\"s\":\"" + "x".repeat(900_000) + "\"}")).isEmpty();
  }

  private static Optional<String> check(String schema, String arguments)
      throws JsonProcessingException {
    byte[] bytes = arguments.getBytes(StandardCharsets.UTF_8);
    return ArgumentCheck.of(Json.mapper().readTree(schema)).violation(bytes, 0, bytes.length);
  }
}
