package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gatehouse.registry.server.SearchText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where in a document the words of a query are, as places and not as markup: what is shown is
 * text, and stays text. Reads the document as a stream, no further than it has to.
 */
final class Highlighter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PROVIDED = "io.modelcontextprotocol.registry/publisher-provided";

  /** Name, title and description. */
  private static final int TEXTS = 3;

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
    if (!beginnings.isEmpty()) {
      try (JsonParser parser = JSON.createParser(document)) {
        read(parser, document.contains("\"tools\""), places, tools);
      }
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

  private void read(JsonParser parser, boolean listed, List<Place> places, List<String> tools)
      throws IOException {
    int texts = 0;
    parser.nextToken();
    while ((listed || texts < TEXTS) && parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name", "title", "description" -> {
          texts++;
          mark("/" + field, parser.getText(), places);
        }
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
    if (tools.size() < MAX_TOOLS && isMeant(tool)) {
      tools.add(tool);
    }
  }

  private boolean isMeant(String tool) {
    if (!isAscii(tool, 0, tool.length())) {
      return SearchText.words(tool).stream().anyMatch(word -> begins(word, 0, word.length()));
    }
    for (int from = 0; from < tool.length(); ) {
      int to = endOfWord(tool, from);
      if (begins(tool, from, to)) {
        return true;
      }
      from = Math.max(to, from + 1);
    }
    return false;
  }

  private void mark(String pointer, String text, List<Place> places) {
    for (int from = 0; from < text.length() && places.size() < MAX_PLACES; ) {
      int to = endOfWord(text, from);
      if (to == from) {
        from += Character.charCount(text.codePointAt(from));
        continue;
      }
      if (isMeant(text, from, to)) {
        places.add(new Place(pointer, from, to));
      }
      from = to;
    }
  }

  // Nearly all words are ASCII, and there are hundreds on a page: these are not normalised.
  private boolean isMeant(String text, int from, int to) {
    return isAscii(text, from, to)
        ? begins(text, from, to)
        : SearchText.words(text.substring(from, to)).stream()
            .anyMatch(word -> begins(word, 0, word.length()));
  }

  /** Whether a word of ASCII in any case, or of anything in lower case, is one that is meant. */
  private boolean begins(String text, int from, int to) {
    for (String beginning : beginnings) {
      if (to - from >= beginning.length()
          && to - from <= SearchText.MAX_WORD
          && isAt(text, from, beginning)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(String text, int from, String beginning) {
    for (int i = 0; i < beginning.length(); i++) {
      char c = text.charAt(from + i);
      if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != beginning.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** End of the run of letters and digits that begins there; the same place if there is none. */
  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && isPart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Letters and all kinds of digits, as {@link SearchText} has it. */
  private static boolean isPart(int character) {
    if (Character.isLetterOrDigit(character)) {
      return true;
    }
    int type = Character.getType(character);
    return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
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
