package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a server's document words are marked in. Read as a stream, no further than it has to.
 *
 * @param tools names of the tools that the publisher lists
 */
record DocumentTexts(String name, String title, String description, List<String> tools) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PROVIDED = "io.modelcontextprotocol.registry/publisher-provided";

  /** Name, title and description. */
  private static final int TEXTS = 3;

  /**
   * Reads them.
   *
   * @param document JSON of an object
   */
  static DocumentTexts of(String document) {
    try (JsonParser parser = JSON.createParser(document)) {
      return new Reading(parser).read(document.contains("\"tools\""));
    } catch (IOException e) {
      throw new UncheckedIOException("a stored document is no JSON", e);
    }
  }

  /** Characters of all of them. */
  int length() {
    return name.length()
        + title.length()
        + description.length()
        + tools.stream().mapToInt(String::length).sum();
  }

  private static final class Reading {
    private final JsonParser parser;
    private final List<String> tools = new ArrayList<>();
    private String name = "";
    private String title = "";
    private String description = "";

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    DocumentTexts read(boolean listed) throws IOException {
      int texts = 0;
      parser.nextToken();
      while ((listed || texts < TEXTS) && parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "name" -> {
            texts++;
            name = parser.getText();
          }
          case "title" -> {
            texts++;
            title = parser.getText();
          }
          case "description" -> {
            texts++;
            description = parser.getText();
          }
          case "_meta" -> readMeta();
          default -> parser.skipChildren();
        }
      }
      return new DocumentTexts(name, title, description, List.copyOf(tools));
    }

    private void readMeta() throws IOException {
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
            readTools();
          } else {
            parser.skipChildren();
          }
        }
      }
    }

    /** An object by name, or an array of names or of objects: nothing says what it has to be. */
    private void readTools() throws IOException {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          tools.add(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
      } else if (parser.currentToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          readTool();
        }
      }
    }

    private void readTool() throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        tools.add(parser.getText());
      } else if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean isName = parser.currentName().equals("name");
          if (parser.nextToken() == JsonToken.VALUE_STRING && isName) {
            tools.add(parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
  }
}
