package dev.gatehouse.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoToolsTest extends DemoFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo | {'message':'hello'} | hello",
        "echo | {'message':'\\u00e9 \\ud83d\\ude00'} | \u00e9 \ud83d\ude00",
        "add | {'a':2,'b':0.5} | 2.5",
        "add | {'a':0.1,'b':0.2} | 0.3",
        "add | {'a':1e2,'b':-100} | 0",
        "add | {'a':1e15,'b':1e15} | 2000000000000000",
        "word_count | {'text':' one  two\\nthree '} | 3 words, 16 characters, 2 lines",
        "word_count | {'text':''} | 0 words, 0 characters, 0 lines",
        "recall | {'containing':'no such note'} | There is no such note.",
      })
  void doesWhatItSays(String tool, String arguments, String text) throws Exception {
    var answer = client.call(tool, arguments);

    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.result().has("isError")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo | {} | required property 'message' not found",
        "echo | {'message':1} | string expected",
        "echo | {'message':'a','more':1} | property 'more' is not defined",
        "add | {'a':'1','b':2} | number expected",
        "add | {'a':1e999999999,'b':2} | must have a maximum value",
        "add | {'a':1e16,'b':2} | must have a maximum value",
        "current_time | {'timezone':'Moon/Base'} | There is no time zone Moon/Base",
        "roll_dice | {'count':0} | must have a minimum value",
        "roll_dice | {'sides':1.5} | integer expected",
        "remember | {'note':''} | at least 1 character",
      })
  void saysWhatIsWrongWithAnArgument(String tool, String arguments, String reason)
      throws Exception {
    var answer = client.call(tool, arguments);

    assertThat(answer.result().path("isError").asBoolean()).isTrue();
    assertThat(answer.text()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add | {'a':1e-300,'b':2.5}",
        "current_time | {}",
        "current_time | {'timezone':'Asia/Kolkata'}",
        "word_count | {'text':'a b'}",
        "roll_dice | {}",
        "roll_dice | {'count':100,'sides':1000}",
        "remember | {'note':'x'}",
        "recall | {}",
      })
  void givesStructureAsTheOutputSchemaHasIt(String tool, String arguments) throws Exception {
    JsonNode schema = definition(tool).path("outputSchema");

    JsonNode structured = client.call(tool, arguments).result().path("structuredContent");

    assertThat(structured.isObject()).isTrue();
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(schema)
                .validate(structured))
        .isEmpty();
  }

  @Test
  void remembersWhatItWasTold() throws Exception {
    client.call("remember", "{'note':'Buy Milk'}");
    client.call("remember", "{'note':'Buy bread'}");

    var answer = client.call("recall", "{'containing':'buy'}");

    assertThat(answer.text()).isEqualTo("Buy Milk\nBuy bread");
  }

  @Test
  void tellsTheTimeInAZone() throws Exception {
    assertThat(client.call("current_time", "{'timezone':'Asia/Kolkata'}").text())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+05:30");
  }

  @Test
  void saysOfEachToolWhatItDoesToTheWorld() throws Exception {
    for (JsonNode tool : client.modern("tools/list", "").result().path("tools")) {
      String name = tool.path("name").asText();
      JsonNode annotations = tool.path("annotations");

      assertThat(tool.path("title").asText()).as(name).isNotEmpty();
      assertThat(tool.path("description").asText()).as(name).isNotEmpty();
      assertThat(annotations.path("openWorldHint").asBoolean(true)).as(name).isFalse();
      assertThat(annotations.path("readOnlyHint").asBoolean())
          .as(name)
          .isEqualTo(!name.equals("remember") && !name.equals("roll_dice"));
    }
  }

  private static JsonNode definition(String tool) throws Exception {
    for (JsonNode definition : client.modern("tools/list", "").result().path("tools")) {
      if (definition.path("name").asText().equals(tool)) {
        return definition;
      }
    }
    throw new AssertionError(tool);
  }
}
