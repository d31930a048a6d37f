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

  private static Optional<String> check(String schema, String arguments)
      throws JsonProcessingException {
    byte[] bytes = arguments.getBytes(StandardCharsets.UTF_8);
    return ArgumentCheck.of(Json.mapper().readTree(schema)).violation(bytes, 0, bytes.length);
  }
}
