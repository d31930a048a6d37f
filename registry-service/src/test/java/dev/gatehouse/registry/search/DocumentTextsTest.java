package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTextsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"a\": {\"name\": 1}, \"b\": [2]}; a,b",
        "[\"a\", \"b\"]; a,b",
        "[{\"x\": {\"name\": \"no\"}, \"name\": \"a\"}, {\"name\": \"b\", \"y\": [\"no\"]}]; a,b",
        "[[\"no\"], 1, null, \"a\", {\"name\": {}}, \"b\"]; a,b",
        "\"no\"; ''",
        "null; ''",
        "1; ''",
        "{}; ''",
        "[]; ''",
      })
  void toolsAreReadInAnyForm(String tools, String names) {
    String document =
        """
        {"_meta": {"io.modelcontextprotocol.registry/publisher-provided":
          {"tools": %s, "other": {"tools": ["no"]}}, "tools": ["no"]},
         "version": "1", "name": "a/b", "title": "c", "description": "d"}
        """
            .formatted(tools);

    assertThat(DocumentTexts.of(document))
        .isEqualTo(
            new DocumentTexts(
                "a/b", "c", "d", names.isEmpty() ? List.of() : List.of(names.split(","))));
  }
}
