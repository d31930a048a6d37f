package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gatehouse.registry.server.SearchText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says where in a document the words of a query are, as places and not as markup: what is shown is
 * text, and stays text. Reads the document as a stream, no further than it has to.
 */
final class Highlighter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final String PROVIDED = "io.modelcontextprotocol.registry/publisher-provided";
  private static final int MAX_PLACES = 20;
  private static final int MAX_TOOLS = 20;

  private final List<String> beginnings;

  Highlighter(List<String> words) {
    this.beginnings = words.stream().map(Highlighter::beginning).toList();
  }

  private record Place(String pointer, int from, int to) {}

  /** Writes members {@code highlights} and {@code tools} of the current object. */
  void write(String document, JsonGenerator json) throws IOException {
    List<Place> places = new ArrayList<>();
    List<String> tools = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(document)) {
      read(parser, places, tools);
    }
    json.writeArrayFieldStart("highlights");
    for (Place place : places) {
      json.writeStartObject();
      json.writeStringField("pointer", place.pointer);
      json.writeNumberField("from", place.from);
      json.writeNumberField("to", place.to);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("tools");
    for (String tool : tools) {
      json.writeString(tool);
    }
    json.writeEndArray();
  }

  private void read(JsonParser parser, List<Place> places, List<String> tools) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name", "title", "description" -> mark("/" + field, parser.getText(), places);
        case "_meta" -> readMeta(parser, tools);
        default -> parser.skipChildren();
      }
    }
  }

  private void readMeta(JsonParser parser, List<String> tools) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean provided = parser.currentName().equals(PROVIDED);
      if (parser.nextToken() != JsonToken.START_OBJECT || !provided) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean listed = parser.currentName().equals("tools");
        parser.nextToken();
        if (listed) {
          readTools(parser, tools);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void readTools(JsonParser parser, List<String> tools) throws IOException {
    boolean byName = parser.currentToken() == JsonToken.START_OBJECT;
    while (!parser.nextToken().isStructEnd()) {
      if (byName) {
        add(parser.currentName(), tools);
        parser.nextToken();
        parser.skipChildren();
      } else if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean name = parser.currentName().equals("name");
          if (parser.nextToken() == JsonToken.VALUE_STRING && name) {
            add(parser.getText(), tools);
          } else {
            parser.skipChildren();
          }
        }
      } else {
        add(parser.getText(), tools);
        parser.skipChildren();
      }
    }
  }

  private void add(String tool, List<String> tools) {
    if (tools.size() < MAX_TOOLS && SearchText.words(tool).stream().anyMatch(this::isMeant)) {
      tools.add(tool);
    }
  }

  private void mark(String pointer, String text, List<Place> places) {
    Matcher word = WORD.matcher(text);
    while (word.find() && places.size() < MAX_PLACES) {
      if (SearchText.words(word.group()).stream().anyMatch(this::isMeant)) {
        places.add(new Place(pointer, word.start(), word.end()));
      }
    }
  }

  private boolean isMeant(String word) {
    return beginnings.stream().anyMatch(word::startsWith);
  }

  /** What the forms of a word have in common. */
  private static String beginning(String word) {
    for (String ending : List.of("ing", "ies", "es", "ed", "s", "y")) {
      if (word.endsWith(ending) && word.length() - ending.length() >= 4) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }
}
