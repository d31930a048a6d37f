package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was found.
 *
 * @param total how many there are; at least so many where {@code totalIsExact} is false
 * @param corrected words that were taken for other ones
 * @param facets counts by field and value, if they were asked for
 */
record SearchResults(
    List<Hit> hits,
    @Nullable String nextCursor,
    long total,
    boolean totalIsExact,
    Map<String, String> corrected,
    Map<Field, List<Count>> facets) {

  record Hit(ShownServer server, double score) {}

  record Count(String value, long count) {}
}
