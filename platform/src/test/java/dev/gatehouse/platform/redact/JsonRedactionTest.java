package dev.gatehouse.platform.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRedactionTest {

  @Test
  void takesOutTextsNumbersAndWholeObjectsBySecretNames() throws IOException {
    JsonNode copy =
        copy(
            "{\"password\":\"a\",\"pin\":1234,\"credentials\":{\"user\":\"u\"},\"otp\":true,\"n\":5,\"token\":null}");

    assertThat(copy.toString())
        .isEqualTo(
            "{\"password\":\"[redacted]\",\"pin\":\"[redacted]\",\"credentials\":\"[redacted]\","
                + "\"otp\":\"[redacted]\",\"n\":5,\"token\":null}");
  }

  @Test
  void takesOutWhatTheSchemaMarksWhereverItIsRepeated() throws IOException {
    JsonNode schema =
        Json.mapper()
            .readTree(
                "{\"properties\":{\"a\":{\"properties\":{\"favourite\":{\"type\":\"integer\",\"writeOnly\":true}}},"
                    + "\"word\":{\"$ref\":\"#/$defs/w\"},\"open\":{\"type\":\"string\"}},"
                    + "\"$defs\":{\"w\":{\"format\":\"password\"}}}");
    Set<String> names = SchemaSecrets.of(schema);
    assertThat(names).containsExactlyInAnyOrder("favourite", "word");

    JsonNode copy =
        copy(
            "{\"favourite\":77,\"open\":\"{\\\"favourite\\\":77,\\\"word\\\":\\\"hush\\\"}\"}",
            SecretNames.with(names),
            4096);

    assertThat(copy.toString()).doesNotContain("77", "hush");
  }

  @Test
  void takesOutCardNumbersThatAreNumbers() throws IOException {
    assertThat(copy("{\"n\":4111111111111111}").toString()).isEqualTo("{\"n\":\"[redacted]\"}");
  }

  @Test
  void cutsAtTheSizeAndSaysSo() {
    String text = "word ".repeat(10_000);

    JsonRedaction.Result result = of("{\"a\":\"" + text + "\",\"b\":1}", false, 4096);

    assertThat(result.truncated()).isTrue();
    assertThat(result.json()).hasSizeBetween(3000, 4200);
    assertThat(result.keys()).containsExactly("a", "b");
  }

  @Test
  void aSecretAcrossTheCutIsNotHalfKept() {
    String text = "x ".repeat(2040) + "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

    JsonRedaction.Result result = of("{\"a\":\"" + text + "\"}", false, 4096);

    assertThat(new String(result.json(), StandardCharsets.UTF_8)).doesNotContain("ghp_");
  }

  @Test
  void aSecretAtWhichTheSourceWasCutIsNotHalfKept() {
    byte[] source = ("{\"a\":\"" + "x ".repeat(100) + "ghp_16C7e").getBytes(StandardCharsets.UTF_8);

    JsonRedaction.Result result = JsonRedaction.of(source, true, SecretNames.COMMON, 4096);

    assertThat(new String(result.json(), StandardCharsets.UTF_8))
        .doesNotContain("ghp_")
        .contains("x x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":[1,2",
        "{\"a\":tru",
        "{\"a\":\"\\ud800\"}",
        "not json",
        "{\"a\":1e999999999}",
        "{\"a\":1e99999999999999}",
        "{\"a\":1E-2147483648}",
        "{\"token\":{\"a\":[1",
        "{\"a\":{\"token\":[1,{\"b\":2",
        "{\"a\":1,\"b\":\"never ends",
        "{\"a\":1,\"b\":\"\\q\"}",
        "{\"ghp_16C7e42F292c6912E7710c838347Ae178B4a\":1,\"ghp_26C7e42F292c6912E7710c838347Ae178B4a\":2}",
      })
  void givesADocumentThatCanBeReadWhateverTheSource(String source) throws IOException {
    JsonRedaction.Result result = of(source, false, 4096);

    if (result.json() != null) {
      assertThat(Json.mapper().readTree(result.json())).isNotNull();
    }
  }

  @Test
  void givesADocumentThatCanBeReadWhereverTheSourceIsCut() throws IOException {
    byte[] whole =
        "{\"ä\":\"\\u20ac\\\\\\\"z€\uD83D\uDE00\",\"b\":[1,{\"c\":null,\"d\":\"x y\"}],\"e\":1.5}"
            .getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      JsonRedaction.Result result =
          JsonRedaction.of(Arrays.copyOf(whole, length), true, SecretNames.COMMON, 4096);
      if (result.json() != null) {
        assertThat(Json.mapper().readTree(result.json())).as("cut at %s", length).isNotNull();
      }
      assertThat(result.truncated()).isTrue();
    }
  }

  @Test
  void aContainerUnderASecretNameIsTakenOutAlsoWhereTheSourceIsCutInIt() throws IOException {
    JsonNode copy = cutCopy("{\"a\":1,\"credentials\":{\"user\":\"u\",\"more\":[1,2");

    assertThat(copy.toString()).isEqualTo("{\"a\":1,\"credentials\":\"[redacted]\"}");
  }

  @Test
  void namesThatWereSecretsThemselvesHideNothingOfTheRest() throws IOException {
    JsonNode copy =
        copy(
            "{\"ghp_16C7e42F292c6912E7710c838347Ae178B4a\":1,"
                + "\"ghp_26C7e42F292c6912E7710c838347Ae178B4a\":2,\"c\":3}");

    assertThat(copy.toString()).isEqualTo("{\"[redacted]\":1,\"[redacted] 2\":2,\"c\":3}");
  }

  @Test
  void anExponentThatNobodyCanReadIsKeptAsText() throws IOException {
    JsonNode copy = copy("{\"a\":1e99999999999,\"b\":1.5E-3,\"c\":1e+308}");

    assertThat(copy.path("a").textValue()).isEqualTo("1e99999999999");
    assertThat(copy.path("b").isNumber()).isTrue();
    assertThat(copy.path("c").isNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\u", "\\u00e", "\u00e4", "\u20ac"})
  void aSecretAtACutWithinACharacterIsNotHalfKept(String cutCharacter) {
    byte[] whole = ("{\"a\":\"x ghp_16C7e" + cutCharacter).getBytes(StandardCharsets.UTF_8);
    byte[] source = cutCharacter.startsWith("\\") ? whole : Arrays.copyOf(whole, whole.length - 1);

    JsonRedaction.Result result = JsonRedaction.of(source, true, SecretNames.COMMON, 4096);

    assertThat(new String(result.json(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"x \"}");
  }

  @Test
  void aCardNumberIsNotHalfKeptAtACut() throws IOException {
    assertThat(cutCopy("{\"a\":1,\"n\":41111111111111").toString())
        .isEqualTo("{\"a\":1,\"n\":null}");
  }

  @Test
  void takesWhateverBytesCome() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] source = new byte[random.nextInt(200)];
      random.nextBytes(source);
      for (int j = 0; j < source.length; j++) {
        if (random.nextBoolean()) {
          source[j] = (byte) "{}[]\",:\\u0019atrue".charAt(random.nextInt(18));
        }
      }
      assertThat(JsonRedaction.of(source, random.nextBoolean(), SecretNames.COMMON, 64))
          .isNotNull();
    }
  }

  private static JsonNode cutCopy(String source) throws IOException {
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    return Json.mapper().readTree(JsonRedaction.of(bytes, true, SecretNames.COMMON, 4096).json());
  }

  private static JsonNode copy(String source) throws IOException {
    return copy(source, SecretNames.COMMON, 4096);
  }

  private static JsonNode copy(String source, SecretNames names, int maxBytes) throws IOException {
    return Json.mapper()
        .readTree(
            JsonRedaction.of(source.getBytes(StandardCharsets.UTF_8), false, names, maxBytes)
                .json());
  }

  private static JsonRedaction.Result of(String source, boolean cut, int maxBytes) {
    return JsonRedaction.of(
        source.getBytes(StandardCharsets.UTF_8), cut, SecretNames.COMMON, maxBytes);
  }
}
