package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.registry.server.SearchText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighlighterTest {

  @ParameterizedTest
  @CsvSource({
    "weather, The WEATHER of today, WEATHER",
    "weather, weather_now and weathering, weather|weathering",
    "weather, no getWeather here, ''",
    "query, Queries in any case, Queries",
    "größe, Die GRÖSSE und die Größe, Größe",
    "cafe, Un café: le CAFÉ, café|CAFÉ",
    "file, ﬁles of ligatures, ﬁles",
    "天气, 查询 天气预报, 天气预报",
    "2, ② and 2nd, ②|2nd",
    "a, 😀a😀 b, a",
  })
  void wordsAreMarkedAsTheyAreSearched(String word, String text, String marked) throws IOException {
    ObjectNode document = Json.mapper().createObjectNode().put("description", text);

    List<String> places = new ArrayList<>();
    write(document, word)
        .path("highlights")
        .forEach(place ->
            places.add(text.substring(place.path("from").asInt(), place.path("to").asInt())));

    assertThat(String.join("|", places)).isEqualTo(marked);
  }

  @Test
  void aWordThatIsTooLongToBeSearchedIsNotMarked() throws IOException {
    String text = "x".repeat(64) + " " + "x".repeat(65);
    ObjectNode document = Json.mapper().createObjectNode().put("description", text);

    JsonNode places = write(document, "xx").path("highlights");

    assertThat(places).hasSize(1);
    assertThat(places.get(0).path("to").asInt()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "forecast, get_forecast, true",
    "forecast, getForecast, false",
    "get, get_forecast, true",
    "etude, read_e\u0301tude, true",
    "forecast, other, false",
  })
  void toolsAreNamedThatHaveTheWord(String word, String tool, boolean named) throws IOException {
    ObjectNode document =
        Json.mapper()
            .createObjectNode()
            .put("name", "a/b")
            .put("title", "c")
            .put("description", "d");
    document
        .putObject("_meta")
        .putObject("io.modelcontextprotocol.registry/publisher-provided")
        .putArray("tools")
        .add(tool);

    assertThat(write(document, word).path("tools").isEmpty()).isEqualTo(!named);
  }

  private static JsonNode write(ObjectNode document, String word) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.mapper().createGenerator(text)) {
      json.writeStartObject();
      new Highlighter(SearchText.words(word)).write(DocumentTexts.of(document.toString()), json);
      json.writeEndObject();
    }
    return Json.mapper().readTree(text.toString());
  }
}
