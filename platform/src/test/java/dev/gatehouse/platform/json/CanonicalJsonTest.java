package dev.gatehouse.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":1,\"a\":2} | {\"a\":2,\"b\":1}",
        "{ \"a\" : [ 1 , true , null ] } | {\"a\":[1,true,null]}",
        "{} | {}",
        "[] | []",
        "1.0 | 1",
        "1e2 | 100",
        "0.0 | 0",
        "-0.0 | 0",
        "1E-7 | 1e-7",
        "0.000001 | 0.000001",
        "1e21 | 1e+21",
        "123456789012345678901234567890 | 123456789012345678901234567890",
        "\"\\u00e9\\u000a\\u001f\" | \"é\\n\\u001f\"",
        "{\"\\u20ac\":1,\"\\r\":2,\"1\":3} | {\"\\r\":2,\"1\":3,\"€\":1}"
      })
  void writesTheFormOfRfc8785(String given, String canonical) throws JsonProcessingException {
    assertThat(CanonicalJson.of(Json.mapper().readTree(given))).isEqualTo(canonical);
  }

  @Property(tries = 300)
  void isReadAsWhatItWas(@ForAll String text, @ForAll long number) throws Exception {
    var node = Json.mapper().createObjectNode().put("text", text).put("number", number);
    assertThat(Json.mapper().readTree(CanonicalJson.of(node)))
        .isEqualTo(Json.mapper().readTree(Json.mapper().writeValueAsBytes(node)));
  }
}
