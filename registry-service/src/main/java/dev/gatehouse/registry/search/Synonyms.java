package dev.gatehouse.registry.search;

import dev.gatehouse.registry.server.SearchText;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Other words for a word: abbreviations, and what people of other languages search for. */
@Singleton
class Synonyms {
  private final Map<String, List<List<String>>> others = new HashMap<>();

  Synonyms() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Synonyms.class.getResourceAsStream("/catalogue/synonyms.txt")),
                StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each of the others is one or more words. */
  List<List<String>> of(String word) {
    List<List<String>> known = others.get(word);
    if (known != null || word.codePoints().noneMatch(Character::isIdeographic)) {
      return known == null ? List.of() : known;
    }
    // Chinese has no blanks between words.
    return others.entrySet().stream()
        .filter(entry -> word.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  /** A line is {@code said, said: meant, meant}; what is said is one word. */
  private void add(String line) {
    String[] sides = line.split(":", 2);
    for (String said : sides[0].split(",")) {
      for (String meant : sides[1].split(",")) {
        others
            .computeIfAbsent(String.join("", SearchText.words(said)), _ -> new ArrayList<>())
            .add(SearchText.words(meant));
      }
    }
  }
}
