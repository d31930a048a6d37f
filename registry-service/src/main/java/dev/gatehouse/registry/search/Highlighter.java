package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.registry.server.SearchText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where in a document the words of a query are, as places and not as markup: what is shown is
 * text, and stays text.
 */
final class Highlighter {
  private static final int MAX_PLACES = 20;
  private static final int MAX_TOOLS = 20;

  private final List<String> beginnings;

  Highlighter(List<String> words) {
    this.beginnings = words.stream().map(Highlighter::beginning).toList();
  }

  private record Place(String pointer, int from, int to) {}

  /** Writes members {@code highlights} and {@code tools} of the current object. */
  void write(DocumentTexts texts, JsonGenerator json) throws IOException {
    List<Place> places = new ArrayList<>();
    mark("/name", texts.name(), places);
    mark("/title", texts.title(), places);
    mark("/description", texts.description(), places);
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
    int named = 0;
    for (String tool : texts.tools()) {
      if (named < MAX_TOOLS && isMeant(tool)) {
        json.writeString(tool);
        named++;
      }
    }
    json.writeEndArray();
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
    int from = beginnings.isEmpty() ? text.length() : 0;
    while (from < text.length() && places.size() < MAX_PLACES) {
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

  private static boolean isPlainPart(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /** Letters and all kinds of digits, as {@link SearchText} has it. */
  private static boolean isPart(int character) {
    if (character < 0x80) {
      return isPlainPart(character);
    }
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
