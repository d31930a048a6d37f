package dev.gatehouse.registry.search;

import dev.gatehouse.registry.search.SearchAnswer.Metadata;
import dev.gatehouse.registry.search.SearchResults.Count;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a search for tools of the organisation's own connectors. */
record ToolAnswer(
    List<FoundTool> tools, Metadata metadata, @Nullable Map<String, List<Count>> facets) {

  /**
   * A tool as gateways would serve it.
   *
   * @param connector slug of its connector
   * @param description its first 1,000 characters
   * @param status as lists of tools show it
   */
  record FoundTool(
      UUID id,
      UUID connectorId,
      String connector,
      String name,
      @Nullable String title,
      @Nullable String description,
      String status,
      double score) {}
}
