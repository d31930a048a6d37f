package dev.gatehouse.registry.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.search.SearchResults.Count;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search as the OpenAPI document describes it. It is written as text, because
 * documents go out as they are stored.
 */
record SearchAnswer(
    List<Hit> servers, Metadata metadata, @Nullable Map<String, List<Count>> facets) {

  record Hit(JsonNode server, JsonNode _meta) {}

  /**
   * What is to be known of the results as a whole.
   *
   * @param total how many there are; at least so many where {@code totalIsExact} is false
   * @param corrected words that were taken for other ones
   */
  record Metadata(
      int count,
      long total,
      boolean totalIsExact,
      @Nullable String nextCursor,
      Map<String, String> corrected) {}
}
